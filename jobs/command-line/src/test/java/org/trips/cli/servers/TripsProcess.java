package org.trips.cli.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command {@code trips} as a process of its own, with its log in the test's folder. */
final class TripsProcess {
    private static final List<String> OPEN_TO_FLINK = List.of("java.util", "java.lang", "java.time");

    private TripsProcess() {}

    /** @param folder also of its temporary files, so that a test sees what it leaves */
    static ServerProcess start(String name, Path folder, String... arguments) {
        return start(name, folder, Map.of(), arguments);
    }

    static ServerProcess start(String name, Path folder, Map<String, String> environment, String... arguments) {
        // Whoever runs the tests in the background of a script ignores Ctrl-C, and so would what they start.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Most of it is Flink's start, which is over before the second compiler pays.
        command.addAll(List.of("-Xmx3g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + folder);
        for (String door : OPEN_TO_FLINK) {
            command.add("--add-opens=java.base/" + door + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.trips.cli.Trips"));
        command.addAll(List.of(arguments));
        return ServerProcess.start(name, folder, environment, command);
    }

    /** Where a process that was started with this folder logs. */
    static Path log(Path folder) {
        return folder.resolve("trips-" + System.getProperty("user.name")).resolve("trips.log");
    }
}
