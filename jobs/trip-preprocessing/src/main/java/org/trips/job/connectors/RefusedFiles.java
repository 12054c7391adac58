package org.trips.job.connectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;

/**
 * Writes the letters of documents that the store refused beside the other dead letters of a folder. Unlike
 * {@link LineFiles}, it needs no committer and so can work inside another sink: a file takes its name at the checkpoint
 * that holds its lines, and after a crash a letter may come twice.
 *
 * @param folder as text, because a path cannot be sent to where the sink runs
 */
record RefusedFiles(String folder) implements Sink<DeadLetter> {
    private static final String PREFIX = "refused-";

    /** Whoever writes is done with a file at the next checkpoint; one that is older belongs to nobody. */
    private static final Duration LEFT_OVER = Duration.ofDays(1);

    @Override
    @SuppressWarnings("deprecation") // abstract in Flink 1.20, though deprecated; its successor calls it
    public SinkWriter<DeadLetter> createWriter(InitContext context) throws IOException {
        return new Writer(Files.createDirectories(Path.of(folder)));
    }

    private static final class Writer implements SinkWriter<DeadLetter> {
        private final Path folder;
        private String name = newName();

        Writer(Path folder) throws IOException {
            this.folder = folder;
            removeLeftOver();
        }

        /** What a killed process has left: no checkpoint held it, so its letters came again. */
        private void removeLeftOver() throws IOException {
            var longAgo = Instant.now().minus(LEFT_OVER);
            try (var files = Files.newDirectoryStream(folder, "." + PREFIX + "*")) {
                for (var file : files) {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(longAgo)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }

        @Override
        public void write(DeadLetter letter, Context context) throws IOException {
            try (var out = Files.newOutputStream(unfinished(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(DeadLetterCodec.toLine(letter));
                out.write('\n');
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            if (Files.exists(unfinished())) {
                Files.move(unfinished(), folder.resolve(name));
                name = newName();
            }
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(unfinished());
        }

        /** A name that begins with a dot is one that nobody reads yet. */
        private Path unfinished() {
            return folder.resolve("." + name);
        }

        private static String newName() {
            return PREFIX + UUID.randomUUID() + ".ndjson";
        }
    }
}
