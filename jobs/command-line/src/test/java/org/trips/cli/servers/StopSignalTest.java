package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trips.cli.ToyRoads;
import org.trips.job.embedded.EmbeddedBroker;

/** What Ctrl-C and SIGTERM leave behind. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class StopSignalTest {
    private static final Path SAMPLE_DATA = Path.of("../../sample-data").toAbsolutePath();

    @TempDir
    private Path folder;

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
            try (ServerProcess run = TripsProcess.start("run", temporary(), "run", "--config", config.toString())) {
                run.until(() -> hasCheckpoint(folder.resolve("checkpoints")));
                assertThat(run.exitCodeAfter(signal)).as(run.output()).isEqualTo(exitCode);
                assertThat(run.output())
                        .contains("The job has stopped; it goes on from its last checkpoint in ")
                        .doesNotContain("unexpected", "failed", "\tat ");
                assertThat(leftovers("run")).isEmpty();
            }
        }
        assertThat(hasCheckpoint(folder.resolve("checkpoints"))).isTrue();
    }

    @Test
    void aDemoThatIsStoppedLeavesNothing() throws Exception {
        Path page = folder.resolve("page.html");
        try (ServerProcess demo = TripsProcess.start(
                "demo",
                temporary(),
                "demo",
                "--sample-data",
                SAMPLE_DATA.toString(),
                "--web-port",
                "0",
                "--report",
                page.toString())) {
            demo.untilItSays("Web UI: ");
            assertThat(demo.exitCodeAfter("INT")).as(demo.output()).isEqualTo(130);
            assertThat(demo.output()).contains("The demo has stopped").doesNotContain("unexpected", "\tat ");
            assertThat(leftovers("demo")).isEmpty();
        }
    }

    @Test
    void filesThatAreHalfWrittenAreGone() throws Exception {
        Path roads = ToyRoads.write(folder);
        Path drives = folder.resolve("drives");
        try (ServerProcess simulation = TripsProcess.start(
                "simulate",
                temporary(),
                "simulate",
                "--roads",
                roads.toString(),
                "--vehicles",
                "1000",
                "--hours",
                "10000",
                "-o",
                drives.toString())) {
            simulation.until(() -> Files.exists(drives.resolve("uploads.ndjson.part")));
            assertThat(simulation.exitCodeAfter("INT")).as(simulation.output()).isEqualTo(130);
        }
        assertThat(drives).isEmptyDirectory();
    }

    private Path temporary() throws IOException {
        return Files.createDirectories(folder.resolve("tmp"));
    }

    /** All that is in the folder for temporary files, but the log, what the process said, and the demo's road file. */
    private List<Path> leftovers(String name) throws IOException {
        Path temporary = temporary();
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> !file.equals(temporary.resolve(name + ".log")))
                    .filter(file -> !file.equals(TripsProcess.log(temporary).getParent()))
                    .filter(file -> !file.endsWith(".trips"))
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
