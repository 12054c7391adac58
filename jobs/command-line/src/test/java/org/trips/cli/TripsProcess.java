package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line as a process of its own, with temporary files and output in one folder. */
final class TripsProcess implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final Path temporary;

    private TripsProcess(Process process, Path output, Path temporary) {
        this.process = process;
        this.output = output;
        this.temporary = temporary;
    }

    static TripsProcess start(Path folder, Object... arguments) throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String door : List.of("java.util", "java.lang", "java.time")) {
            command.add("--add-opens=java.base/" + door + "=ALL-UNNAMED");
        }
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Dtrips.home=" + folder);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trips.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new TripsProcess(process, output, temporary);
    }

    /** What a test waits for. */
    interface Condition {
        boolean holds() throws IOException;
    }

    void until(Condition condition) throws IOException, InterruptedException {
        while (!condition.holds()) {
            assertThat(process.isAlive()).as(output()).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    void untilItSays(String words) throws IOException, InterruptedException {
        until(() -> output().contains(words));
    }

    /** Sends a signal, such as INT, and gives the exit code. */
    int endedBy(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** All that is in the folder for temporary files, but the log. */
    List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> !file.endsWith("trips-" + System.getProperty("user.name")))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
