package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void putAnUploadIntoAFile() throws IOException {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            points.append(i == 0 ? "" : ",")
                    .append("{\"time\":")
                    .append(1_772_000_000_000L + i * 1_000L)
                    .append(",\"lat\":0.0,\"lon\":")
                    .append(0.002 + i * 0.0001)
                    .append('}');
        }
        Files.writeString(
                folder.resolve("uploads.ndjson"), "{\"device\":\"van-1\",\"points\":[" + points + "]}\n{\"device\":\n");
    }

    @Test
    void uploadsFromFilesAreReadToTheirEndAndAnotherPortIsTakenWhereOneIsBusy() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = config(busy.getLocalPort());
            CommandLineRun run = CommandLineRun.of("run", "--config", config);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("Port " + busy.getLocalPort() + " is taken; the web UI takes another.")
                    .contains("http://localhost:")
                    .doesNotContain("http://localhost:" + busy.getLocalPort());
        }
        assertThat(everythingIn("store")).contains("\"distanceSource\":\"gps\"");
        assertThat(everythingIn("dead")).contains("\"reason\":\"notJson\"");
    }

    @Test
    void aMistakeInTheConfigurationIsNamedWithItsLine() throws IOException {
        Path config = Files.writeString(folder.resolve("trips.yaml"), "uploads:\n  queus: [uploads]\n");
        CommandLineRun run = CommandLineRun.of("run", "--config", config);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("trips.yaml", "queus").doesNotContain("\tat ");
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        CommandLineRun run = CommandLineRun.of("run", "--config", folder.resolve("none.yaml"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("none.yaml");
    }

    private Path config(int webPort) throws IOException {
        return Files.writeString(folder.resolve("trips.yaml"), """
                uploads:
                  files: uploads.ndjson
                dead-letters:
                  files: dead
                store:
                  files: store
                pseudonyms:
                  key: a key for this test only
                web:
                  port: %d
                """.formatted(webPort));
    }

    private String everythingIn(String name) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
