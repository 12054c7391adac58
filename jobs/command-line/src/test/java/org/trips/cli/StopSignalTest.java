package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trips.job.embedded.EmbeddedBroker;

/** What Ctrl-C and SIGTERM leave behind, with the command line as a process of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class StopSignalTest {
    private static final Path SAMPLE_DATA = Path.of("../../sample-data").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path temporary;

    @BeforeEach
    void haveAFolderForTemporaryFiles() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    static Stream<Arguments> signals() {
        return Stream.of(arguments("INT", 130), arguments("TERM", 143));
    }

    @ParameterizedTest
    @MethodSource("signals")
    void aRunningJobStopsAndLeavesOnlyItsCheckpoint(String signal, int exitCode) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
            Path config = Files.writeString(folder.resolve("trips.yaml"), """
                    uploads.queues: [uploads]
                    rabbitmq: {host: 127.0.0.1, port: %d, declare: true}
                    dead-letters.queue: dead-letters
                    store.files: store
                    pseudonyms.key: a key for this test only
                    checkpoints: {interval: 100 ms, folder: checkpoints}
                    web.port: 0
                    """.formatted(broker.port()));
            Process process = start("run", "--config", config.toString());
            waitFor(process, () -> hasCheckpoint(folder.resolve("checkpoints")));
            assertThat(endedBy(signal, process)).as(output()).isEqualTo(exitCode);
        }
        assertThat(output())
                .contains("The job has stopped; it goes on from its last checkpoint in ")
                .doesNotContain("unexpected", "failed", "\tat ");
        assertThat(hasCheckpoint(folder.resolve("checkpoints"))).isTrue();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aDemoThatIsStoppedLeavesNothing() throws Exception {
        Process process = start("demo", "--sample-data", SAMPLE_DATA.toString(), "--web-port", "0");
        waitFor(process, () -> output().contains("Web UI: "));
        assertThat(endedBy("INT", process)).as(output()).isEqualTo(130);
        assertThat(output()).contains("The demo has stopped").doesNotContain("unexpected", "\tat ");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void filesThatAreHalfWrittenAreGone() throws Exception {
        Path roads = ToyRoads.write(folder);
        Path drives = folder.resolve("drives");
        Process process = start(
                "simulate",
                "--roads",
                roads.toString(),
                "--vehicles",
                "1000",
                "--hours",
                "10000",
                "-o",
                drives.toString());
        waitFor(process, () -> Files.exists(drives.resolve("uploads.ndjson.part")));
        assertThat(endedBy("INT", process)).as(output()).isEqualTo(130);
        assertThat(drives).isEmptyDirectory();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String door : List.of("java.util", "java.lang", "java.time")) {
            command.add("--add-opens=java.base/" + door + "=ALL-UNNAMED");
        }
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Dtrips.home=" + folder);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trips.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void waitFor(Process process, Condition condition) throws IOException, InterruptedException {
        while (!condition.holds()) {
            assertThat(process.isAlive()).as(output()).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static int endedBy(String signal, Process process) throws IOException, InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /** All that is in the folder for temporary files, but the log. */
    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> !file.equals(temporary.resolve("trips-" + System.getProperty("user.name"))))
                    .toList();
        }
    }

    private static boolean hasCheckpoint(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.endsWith("_metadata"));
        }
    }
}
