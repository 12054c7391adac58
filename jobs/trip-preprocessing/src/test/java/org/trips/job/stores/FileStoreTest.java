package org.trips.job.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.documents.StoreDocument;

/** A folder of changes keeps the contract of stores, and what else is to be said of it. */
final class FileStoreTest extends StoreContract {
    @TempDir
    private Path folder;

    @Override
    protected Store newStore() {
        return new FileStore(folder.resolve("store").toString());
    }

    @Override
    protected boolean dropConnections() {
        return false;
    }

    @Override
    protected Optional<StoreDocument> refusable() {
        return Optional.empty();
    }

    @Test
    void aClockThatWasSetBackDoesNotChangeWhichLineOfAWriterIsTheLast() throws Exception {
        write("journeys-w-2.ndjson", change("a", "2026-03-01T06:00:00.000Z", 3));
        write("journeys-w-1.ndjson", change("a", "2026-03-01T07:00:00.000Z", 2));
        assertThat(read()).singleElement().asString().contains("\"revision\":3");
    }

    /** Earlier versions wrote the document alone. A copy of the folder gives their files the time of the copy. */
    @Test
    void aLineThatTellsItsTimeIsNewerThanAnyThatDoesNotHoweverFilesWereCopied() throws Exception {
        write("journeys-w-1.ndjson", change("a", "2026-03-01T07:00:00.000Z", 2));
        write("journeys-v-1.ndjson", "{\"_id\":\"a\",\"revision\":1}");
        assertThat(read()).singleElement().asString().contains("\"revision\":2");
    }

    @Test
    void ofLinesThatDoNotTellTheirTimeTheTimeOfTheirFileCounts() throws Exception {
        write("journeys-v-1.ndjson", "{\"_id\":\"a\",\"revision\":2}");
        write("journeys-w-1.ndjson", "{\"_id\":\"a\",\"revision\":1}");
        Files.setLastModifiedTime(
                folder.resolve("journeys-w-1.ndjson"), FileTime.from(Instant.parse("2026-03-01T07:00:00Z")));
        assertThat(read()).singleElement().asString().contains("\"revision\":2");
    }

    @Test
    void aTenthFileComesAfterTheNinth() throws Exception {
        write("journeys-w-10.ndjson", change("a", "2026-03-01T07:00:00.000Z", 2));
        write("journeys-w-9.ndjson", change("a", "2026-03-01T07:00:00.000Z", 1));
        assertThat(read()).singleElement().asString().contains("\"revision\":2");
    }

    @Test
    void unfinishedFilesAndThoseOfOthersAreLeftAlone() throws Exception {
        write(".journeys-w-1.ndjson.inprogress", "half a li");
        write("notes.txt", "nothing");
        write("journeys-w-0.ndjson", change("a", "2026-03-01T07:00:00.000Z", 1));
        assertThat(read()).hasSize(1);
    }

    @Test
    void documentsAsTripsJourneysWritesThemAreReadToo() throws Exception {
        write("journeys.ndjson", "{\"_id\":\"a\",\"revision\":1}");
        assertThat(read()).containsExactly("{\"_id\":\"a\",\"revision\":1}");
    }

    @Test
    void aLineThatIsNoChangeIsNamed() throws Exception {
        write("journeys-w-0.ndjson", change("a", "2026-03-01T07:00:00.000Z", 1) + "\n{\"x\":1}");
        assertThatThrownBy(this::read).hasMessageContaining("Line 2 of ").hasMessageContaining("it has no id");
    }

    @Test
    void nothingTemporaryStaysBehind() throws Exception {
        var before = temporary();
        write("journeys-w-0.ndjson", change("a", "2026-03-01T07:00:00.000Z", 1));
        read();
        assertThat(temporary()).isEqualTo(before);
    }

    private static List<Path> temporary() throws Exception {
        try (var files = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "trips-sort-*")) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found;
        }
    }

    private void write(String name, String lines) throws Exception {
        Files.writeString(Files.createDirectories(folder).resolve(name), lines + "\n");
    }

    private List<String> read() throws Exception {
        List<String> found = new ArrayList<>();
        try (var reader = new FileStore(folder.toString()).reader();
                var documents = reader.all(StoreDocument.JOURNEYS)) {
            for (var next = documents.next(); next.isPresent(); next = documents.next()) {
                found.add(new String(next.get().json(), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    private static String change(String id, String writtenAt, int revision) {
        return "{\"id\":\"%s\",\"writtenAt\":\"%s\",\"document\":{\"_id\":\"%s\",\"revision\":%d}}"
                .formatted(id, writtenAt, id, revision);
    }
}
