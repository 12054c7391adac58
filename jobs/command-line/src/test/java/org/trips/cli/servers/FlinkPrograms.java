package org.trips.cli.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Flink's own programs, each started as a process of its own. */
public final class FlinkPrograms {
    private static final List<String> OPEN_TO_FLINK = List.of("java.util", "java.lang", "java.time");
    private static final String SIZES = "BASH_JAVA_UTILS_EXEC_RESULT:";

    private final Path home;
    private final Path folder;
    private final Path configuration;
    private final Map<String, String> environment;

    /**
     * @param home where Flink's {@code lib} and {@code bin} are
     * @param folder where the processes work and print
     * @param configuration the folder of Flink's {@code config.yaml}
     * @param environment of the processes, beside that of this one
     */
    public FlinkPrograms(Path home, Path folder, Path configuration, Map<String, String> environment) {
        this.home = home;
        this.folder = folder;
        this.configuration = configuration;
        this.environment = environment;
    }

    public ServerProcess start(String name, List<String> jvm, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(java());
        command.addAll(jvm);
        command.addAll(List.of("-cp", home + "/lib/*", mainClass));
        command.addAll(arguments);
        return ServerProcess.start(name, folder, environment, command);
    }

    /** What Flink's start scripts ask before they start a process: the sizes of its memory, by its configuration. */
    public Sizes sizes(String question) {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(
                "-cp",
                home + "/bin/bash-java-utils.jar:" + home + "/lib/*",
                "org.apache.flink.runtime.util.bash.BashJavaUtils",
                question,
                "--configDir",
                configuration.toString()));
        ServerProcess asked = ServerProcess.start(question, folder, environment, command);
        if (asked.exitCode() != 0) {
            throw new IllegalStateException("Flink does not say how much memory it wants:\n" + asked.output());
        }
        List<List<String>> answers = asked.output()
                .lines()
                .filter(line -> line.startsWith(SIZES))
                .map(line -> Arrays.asList(line.substring(SIZES.length()).split(" ", -1)))
                .toList();
        return new Sizes(answers.get(0), answers.get(1));
    }

    /**
     * @param jvm options of the virtual machine
     * @param flink settings for Flink itself
     */
    public record Sizes(List<String> jvm, List<String> flink) {}

    private List<String> java() {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Many short lives on few cores: starting fast is worth more than running fast.
        java.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder));
        java.add("-Dlog4j.configurationFile=" + logging());
        for (String door : OPEN_TO_FLINK) {
            java.add("--add-opens=java.base/" + door + "=ALL-UNNAMED");
        }
        return java;
    }

    private Path logging() {
        Path file = configuration.resolve("log4j.properties");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, """
                        rootLogger.level = INFO
                        rootLogger.appenderRef.console.ref = console
                        appender.console.type = Console
                        appender.console.name = console
                        appender.console.layout.type = PatternLayout
                        appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} %m%n
                        logger.zookeeper.name = org.apache.flink.shaded.zookeeper3
                        logger.zookeeper.level = WARN
                        logger.mongodb.name = org.mongodb
                        logger.mongodb.level = WARN
                        """);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
