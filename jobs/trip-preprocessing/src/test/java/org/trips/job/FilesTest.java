package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.operators.RawMessage;

/** The job between files, where it ends by itself. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class FilesTest {
    @TempDir
    private Path folder;

    private Path uploads;
    private JobConfiguration configuration;

    @BeforeEach
    void configure() throws IOException {
        uploads = Files.createDirectory(folder.resolve("uploads"));
        configuration = JobConfiguration.defaults()
                .with(JobOptions.UPLOAD_FILES, uploads)
                .with(JobOptions.UPLOAD_MAXIMUM_BYTES, 5_000)
                .with(JobOptions.STORE_FILES, folder.resolve("store"))
                .with(JobOptions.DEAD_LETTER_FILES, folder.resolve("dead-letters"))
                .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
                .with(JobOptions.WEB_PORT, 0);
    }

    @Test
    void aFolderOfPlainAndCompressedFilesBecomesFilesOfDocuments() throws Exception {
        try (var file = Files.newOutputStream(uploads.resolve("a.ndjson"))) {
            write(TestDrives.messages("d-1", 1, 300), file);
        }
        try (var file = new GZIPOutputStream(Files.newOutputStream(uploads.resolve("b.ndjson.gz")))) {
            write(TestDrives.messages("d-2", 2, 300), file);
        }
        run();

        assertThat(lines("store")).hasSize(3).allMatch(line -> line.contains("\"document\":{\"_id\":"));
        assertThat(lines("dead-letters")).isEmpty();
    }

    @Test
    void aLineThatIsTooLongIsADeadLetterAndBlankOnesAreNothing() throws Exception {
        try (var file = Files.newOutputStream(uploads.resolve("a.ndjson"))) {
            write(List.of(TestDrives.text(""), TestDrives.text("x".repeat(100_000)), TestDrives.text("  ")), file);
            write(TestDrives.messages("d-1", 1, 300), file);
        }
        run();

        assertThat(lines("store")).hasSize(1);
        assertThat(lines("dead-letters")).hasSize(1).allMatch(line -> line.startsWith("{\"reason\":\"tooLarge\""));
    }

    @Test
    void filesOfOneDeviceThatLieWeeksApartLoseNoPointInWhateverOrderTheyAreRead() throws Exception {
        var messages = TestDrives.messages("d-1", 300, 100);
        var middle = messages.size() / 2;
        try (var file = Files.newOutputStream(uploads.resolve("a.ndjson"))) {
            write(messages.subList(middle, messages.size()), file);
        }
        try (var file = Files.newOutputStream(uploads.resolve("b.ndjson"))) {
            write(messages.subList(0, middle), file);
        }
        run();

        assertThat(lines("dead-letters")).isEmpty();
        assertThat(lines("store").stream().map(FilesTest::id).distinct()).hasSize(300);
    }

    private void run() throws Exception {
        try (var job = EmbeddedJob.start(configuration)) {
            job.await();
        }
    }

    private static void write(List<RawMessage> messages, OutputStream file) throws IOException {
        for (var message : messages) {
            file.write(message.body());
            file.write('\n');
        }
    }

    /** All lines of the finished files in a folder. */
    private List<String> lines(String name) throws IOException {
        var lines = folder.resolve(name);
        if (!Files.isDirectory(lines)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(lines)) {
            return files.filter(file -> file.toString().endsWith(".ndjson")
                            && !file.getFileName().toString().startsWith("."))
                    .flatMap(FilesTest::linesOf)
                    .toList();
        }
    }

    private static String id(String line) {
        return line.replaceAll("^\\{\"id\":\"([^\"]*)\".*", "$1");
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
