package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedStore;

final class CompareCommandTest {
    @TempDir
    private Path folder;

    private Path left;
    private Path right;

    @BeforeEach
    void makeFolders() throws IOException {
        left = Files.createDirectory(folder.resolve("left"));
        right = Files.createDirectory(folder.resolve("right"));
    }

    @Test
    void storesAreTheSameWhateverTheirOrderOfFieldsAndZerosAtTheEndAndTheTimesOfWriting() throws IOException {
        write(left, "journeys", change("a", "\"distanceMetres\":12.500,\"policy\":null,\"revision\":1"));
        write(right, "journeys", change("a", "\"policy\":null,\"revision\":2,\"distanceMetres\":12.5"));
        CommandLineRun run = compare(left, right);
        assertThat(run.out()).containsPattern("journeys *\\| *1 \\| *0 \\| *0 \\| *0");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatDiffersOrIsOnOneSideOnlyIsCountedAndWrittenDown() throws IOException {
        write(
                left,
                "journeys",
                change("a", "\"speeding\":{\"metres\":1},\"events\":[{\"peak\":1},{\"peak\":2}]"),
                change("b", "\"policy\":\"P-1\""),
                change("é", "\"policy\":\"P-1\""));
        write(
                right,
                "journeys",
                change("a", "\"speeding\":{\"metres\":2},\"events\":[{\"peak\":1},{\"peak\":3},{\"peak\":4}]"),
                change("c", "\"policy\":\"P-1\""),
                change("é", "\"policy\":\"P-1\""));
        write(left, "policy_days", change("P|2026-03-01", "\"policy\":\"P\""));
        Path differences = folder.resolve("differences.ndjson");
        CommandLineRun run = CommandLineRun.of(
                "compare",
                "--left",
                left.toString(),
                "--right",
                right.toString(),
                "--differences",
                differences.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("journeys *\\| *1 \\| *1 \\| *1 \\| *1")
                .containsPattern("policy_days *\\| *0 \\| *0 \\| *1 \\| *0")
                .contains("speeding.metres  1", "events[].peak  1");
        assertThat(Files.readAllLines(differences))
                .containsExactly(
                        "{\"collection\":\"journeys\",\"id\":\"a\",\"outcome\":\"differing\",\"fields\":["
                                + "{\"field\":\"events[1].peak\",\"left\":2,\"right\":3},"
                                + "{\"field\":\"events[2]\",\"right\":{\"peak\":4}},"
                                + "{\"field\":\"speeding.metres\",\"left\":1,\"right\":2}]}",
                        "{\"collection\":\"journeys\",\"id\":\"b\",\"outcome\":\"onlyLeft\"}",
                        "{\"collection\":\"journeys\",\"id\":\"c\",\"outcome\":\"onlyRight\"}",
                        "{\"collection\":\"policy_days\",\"id\":\"P|2026-03-01\",\"outcome\":\"onlyLeft\"}");
    }

    @Test
    void nullIsNotTheSameAsNothing() throws IOException {
        write(left, "journeys", change("a", "\"policy\":null"));
        write(right, "journeys", change("a", "\"status\":\"complete\""));
        CommandLineRun run = compare(left, right);
        assertThat(run.out()).contains("policy  1", "status  1");
    }

    @Test
    void aServersDatesAreTheTimesThatFilesHold() throws IOException {
        write(left, "journeys", change("a", "\"start\":\"2026-03-01T07:30:00.250Z\",\"distanceMetres\":12.340"));
        try (EmbeddedStore store = EmbeddedStore.start(0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> journeys = client.getDatabase("trips").getCollection("journeys");
            journeys.insertMany(List.of(new Document("_id", "a")
                    .append("start", Date.from(Instant.parse("2026-03-01T07:30:00.250Z")))
                    .append("distanceMetres", 12.34)));
            CommandLineRun run =
                    CommandLineRun.of("compare", "--left", left.toString(), "--right", store.connectionString());
            assertThat(run.out()).containsPattern("journeys *\\| *1 \\| *0 \\| *0 \\| *0");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void aStoreThatHoldsNothingIsNamedAndNotTakenForADifference() throws IOException {
        write(left, "journeys", change("a", "\"policy\":\"P\""));
        CommandLineRun run = compare(left, right);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(right.toString(), "has no files of documents");
    }

    private static CommandLineRun compare(Path left, Path right) {
        return CommandLineRun.of("compare", "--left", left.toString(), "--right", right.toString());
    }

    private static void write(Path folder, String collection, String... changes) throws IOException {
        Files.writeString(folder.resolve(collection + "-w-0.ndjson"), String.join("\n", changes) + "\n");
    }

    private static String change(String id, String fields) {
        return "{\"id\":\"%s\",\"writtenAt\":\"2026-03-01T08:00:00.000Z\",\"document\":{\"_id\":\"%s\",%s}}"
                .formatted(id, id, fields);
    }
}
