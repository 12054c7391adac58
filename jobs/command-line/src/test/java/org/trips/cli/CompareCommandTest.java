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
                        "{\"collection\":\"journeys\",\"id\":\"b\",\"outcome\":\"onlyLeft\",\"policy\":\"P-1\"}",
                        "{\"collection\":\"journeys\",\"id\":\"c\",\"outcome\":\"onlyRight\",\"policy\":\"P-1\"}",
                        "{\"collection\":\"policy_days\",\"id\":\"P|2026-03-01\",\"outcome\":\"onlyLeft\",\"policy\":\"P\"}");
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
    void aStoreIsNotComparedWithItself() {
        CommandLineRun run = compare(left, left);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--left and --right are the same store");
    }

    @Test
    void aKindThatTheJobHasNotIsNoFolder() {
        for (String kind : List.of("mongodb", "postgresql", "files")) {
            CommandLineRun run = CommandLineRun.of("compare", "--left", left, "--right", kind);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--right " + kind + " is a kind of store: say --config FILE");
        }
    }

    @Test
    void aStoreByWayOfALinkIsTheSame() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), left);
        CommandLineRun run = compare(left, link);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("are the same store");
    }

    @Test
    void aLineThatIsCutIsToldWithItsFile() throws IOException {
        write(left, "journeys", change("a", "\"policy\":\"P\""));
        Files.writeString(right.resolve("journeys.ndjson"), "{\"_id\":\"a\"}\n{\"_id\":\"b\",\"poli\n");
        CommandLineRun run = compare(left, right);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "Line 2 of " + right.resolve("journeys.ndjson") + " is no change of a document: it is broken");
    }

    @Test
    void aMisspeltAddressIsNoFolderAndShowsNoPassword() {
        for (String address : List.of(
                "postgresql:/me:secret@old/db", "mongodb//secret", "mongo:me:secret@old", "JDBC:oracle:secret@x")) {
            CommandLineRun run = CommandLineRun.of("compare", "--left", address, "--right", right);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("is no address of a store").doesNotContain("secret");
        }
    }

    @Test
    void twoDatabasesOfOneServerAreTwoStores() throws IOException {
        try (EmbeddedStore store = EmbeddedStore.start(0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("trips").getCollection("journeys").insertOne(new Document("_id", "a"));
            client.getDatabase("shadow").getCollection("journeys").insertOne(new Document("_id", "b"));
            CommandLineRun run = CommandLineRun.of(
                    "compare",
                    "--left",
                    store.connectionString(),
                    "--right",
                    store.connectionString(),
                    "--right-database",
                    "shadow");
            assertThat(run.out()).containsPattern("journeys *\\| *0 \\| *0 \\| *1 \\| *1");
        }
    }

    @Test
    void aDatabaseInAnAddressMayBeThatOfItsUserAndIsAskedFor() {
        CommandLineRun run =
                CommandLineRun.of("compare", "--left", "mongodb://reader:secret@localhost/fleet", "--right", "x");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--left names the database fleet: say --left-database")
                .doesNotContain("secret");
    }

    @Test
    void whereNeitherSideHasAnythingNothingWasCompared() throws IOException {
        write(left, "journeys", change("a", "\"start\":\"2026-03-01T08:00:00.000Z\""));
        write(right, "journeys", change("a", "\"start\":\"2026-03-01T08:00:00.000Z\""));
        CommandLineRun run = CommandLineRun.of(
                "compare", "--left", left.toString(), "--right", right.toString(), "--from", "2026-03-02");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("neither side has anything between --from and --to: nothing was compared");
    }

    @Test
    void onlyWhatBeginsInASpanIsCompared() throws IOException {
        write(
                left,
                "journeys",
                change("a", "\"start\":\"2026-02-28T23:59:59.999Z\""),
                change("b", "\"start\":\"2026-03-01T00:00:00.000Z\""),
                change("c", "\"start\":\"2026-04-01T00:00:00.000Z\""));
        write(right, "journeys", change("b", "\"start\":\"2026-03-01T00:00:00.000Z\""));
        write(right, "policy_days", change("P|2026-04-01", "\"day\":\"2026-04-01\""));
        write(right, "policy_months", change("P|2026-02", "\"month\":\"2026-02\""));
        CommandLineRun run = CommandLineRun.of(
                "compare",
                "--left",
                left.toString(),
                "--right",
                right.toString(),
                "--from",
                "2026-03-01",
                "--to",
                "2026-04-01",
                "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\"journeys\":{\"equal\":1,\"differing\":0,\"onlyLeft\":0,\"onlyRight\":0")
                .contains("\"policy_months\":{\"equal\":0,\"differing\":0,\"onlyLeft\":0,\"onlyRight\":0");
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
