package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
    private static final String HOME = "trips.home";
    private static final Path SAMPLE_DATA = Path.of("../../sample-data");

    @TempDir
    private Path folder;

    private String homeBefore;

    @BeforeEach
    void beAtHomeInAnEmptyFolder() {
        homeBefore = System.getProperty(HOME, "");
        System.setProperty(HOME, folder.toString());
    }

    @AfterEach
    void goHome() {
        System.setProperty(HOME, homeBefore);
    }

    @Test
    void everyExpectedJourneyArrivesEvenWhereThePortIsBusy() throws IOException {
        Path page = folder.resolve("demo.html");
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandLineRun run = CommandLineRun.of(
                    "demo",
                    "--exit",
                    "--sample-data",
                    SAMPLE_DATA,
                    "--web-port",
                    busy.getLocalPort(),
                    "--report",
                    page);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("Port " + busy.getLocalPort() + " is taken")
                    .containsPattern("All \\d+ expected journeys are in the store");
            assertThat(run.out()).contains("Vehicle", "Policy", "km");
        }
        assertThat(page).isNotEmptyFile();
        assertThat(folder.resolve(".trips/sample.roads")).isNotEmptyFile();
    }

    @Test
    void sampleDataThatAreNotThereAreAskedFor() {
        CommandLineRun run = CommandLineRun.of("demo", "--exit");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(folder.resolve("sample-data").toString(), "--sample-data");
    }
}
