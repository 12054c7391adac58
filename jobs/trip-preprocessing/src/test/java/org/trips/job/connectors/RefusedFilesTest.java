package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.MessageProperties;

@SuppressWarnings("try") // closing may be interrupted, as Flink's own interface says
final class RefusedFilesTest {
    private static final DeadLetter LETTER = new DeadLetter(
            DeadLetterReason.REFUSED_BY_STORE, "too large", 0, 0, MessageProperties.NONE, new byte[] {'{', '}'});

    @TempDir
    private Path folder;

    @Test
    void lettersTakeTheirNameAtTheCheckpointAndAreReadAsOthersAre() throws Exception {
        try (var writer = new RefusedFiles(folder.toString()).createWriter((WriterInitContext) null)) {
            writer.write(LETTER, null);
            writer.write(LETTER, null);
            assertThat(folder)
                    .isDirectoryContaining(file -> file.getFileName().toString().startsWith(".refused-"));
            writer.flush(false);
            writer.flush(false);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.getFileName().toString()).startsWith("refused-");
                assertThat(Files.readAllLines(file))
                        .allSatisfy(line -> assertThat(DeadLetterCodec.fromLine(line.getBytes(StandardCharsets.UTF_8)))
                                .isEqualTo(LETTER))
                        .hasSize(2);
            });
        }
    }

    @Test
    void whatNoCheckpointHoldsLeavesNothing() throws Exception {
        try (var writer = new RefusedFiles(folder.toString()).createWriter((WriterInitContext) null)) {
            writer.write(LETTER, null);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedWhenItIsADayOld() throws Exception {
        var leftOver = Files.createFile(folder.resolve(".refused-left.ndjson"));
        Files.setLastModifiedTime(leftOver, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        var beingWritten = Files.createFile(folder.resolve(".refused-young.ndjson"));
        var finished = Files.createFile(folder.resolve("refused-old.ndjson"));
        Files.setLastModifiedTime(finished, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        new RefusedFiles(folder.toString())
                .createWriter((WriterInitContext) null)
                .close();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(beingWritten, finished);
        }
    }
}
