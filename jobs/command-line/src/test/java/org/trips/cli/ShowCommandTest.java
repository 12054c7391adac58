package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedStore;

final class ShowCommandTest {
    private EmbeddedStore store;

    @BeforeEach
    void fillAStore() throws IOException {
        store = EmbeddedStore.start(0);
        try (MongoClient client = MongoClients.create(store.connectionString())) {
            MongoDatabase trips = client.getDatabase("trips");
            trips.getCollection("journeys").insertOne(journey("a", "P-1", "2026-03-01T07:30:00Z", 1234.5));
            trips.getCollection("journeys").insertOne(journey("b", "P-2", "2026-03-02T07:30:00Z", 50_000));
            trips.getCollection("policy_days")
                    .insertOne(new Document("_id", "P-1|2026-03-01")
                            .append("policy", "P-1")
                            .append("day", "2026-03-01")
                            .append("distanceMetres", 1234.5)
                            .append("journeys", 1L));
        }
    }

    @AfterEach
    void stopTheStore() {
        store.close();
    }

    @Test
    void journeysOfAPolicyAreShownAsATable() {
        CommandLineRun run =
                CommandLineRun.of("show", "journeys", "--store", store.connectionString(), "--policy", "P-1");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("P-1", "2026-03-01 07:30", "1.2").doesNotContain("P-2");
    }

    @Test
    void daysBeforeTheFirstWantedAreLeftOut() {
        CommandLineRun all = CommandLineRun.of("show", "days", "--store", store.connectionString());
        CommandLineRun later =
                CommandLineRun.of("show", "days", "--store", store.connectionString(), "--from", "2026-03-02");
        assertThat(all.out()).contains("2026-03-01");
        assertThat(later.out()).contains("The store holds none.");
    }

    @Test
    void jsonHasTimesAsTheJobWroteThem() {
        CommandLineRun run = CommandLineRun.of("show", "journeys", "--store", store.connectionString(), "--json");
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out()).contains("\"start\":\"2026-03-01T07:30:00.000Z\"");
    }

    @Test
    void whereThereAreMoreTheNewestAreShownAndThatIsSaid() {
        CommandLineRun run = CommandLineRun.of("show", "journeys", "--store", store.connectionString(), "--limit", "1");
        assertThat(run.out()).contains("P-2", "--limit shows more").doesNotContain("P-1 ");
    }

    @Test
    void aMisspeltDatabaseIsToldWithThoseThatThereAre() {
        CommandLineRun run = CommandLineRun.of(
                "show", "journeys", "--store", store.connectionString(), "--database", "tripps", "--json");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("has no database 'tripps'; it has", "trips; say --database");
    }

    @Test
    void columnsForWhichTheTerminalIsTooNarrowAreNamedBelowTheTable() {
        System.setProperty("trips.columns", "80");
        try {
            CommandLineRun run = CommandLineRun.of("show", "journeys", "--store", store.connectionString());
            assertThat(run.out().lines().map(String::length)).allMatch(length -> length <= 80);
            assertThat(run.out()).contains("Too narrow here for: Policy, by, ");
        } finally {
            System.clearProperty("trips.columns");
        }
    }

    @Test
    void aStoreThatIsNotThereIsNamed() {
        int port = store.port();
        store.close();
        CommandLineRun run = CommandLineRun.of("show", "journeys", "--store", "mongodb://127.0.0.1:" + port);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("127.0.0.1:" + port).doesNotContain("\tat ");
    }

    @Test
    void whatAFolderOfChangesHoldsIsShownAsWell(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("journeys-w-0.ndjson"), """
                {"id":"a","writtenAt":"2026-03-01T08:00:00.000Z","document":{"_id":"a","policy":"P-1","start":"2026-03-01T07:30:00.000Z","distanceMetres":1000.000}}
                {"id":"b","writtenAt":"2026-03-01T08:00:00.000Z","document":{"_id":"b","policy":"P-2","start":"2026-03-01T07:30:00.000Z"}}
                {"id":"a","writtenAt":"2026-03-01T08:00:01.000Z","document":{"_id":"a","policy":"P-3","start":"2026-03-01T07:30:00.000Z","distanceMetres":5000.000}}
                {"id":"b","writtenAt":"2026-03-01T08:00:01.000Z","document":null}
                """);
        CommandLineRun run = CommandLineRun.of("show", "journeys", "--store", folder.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("P-3", "5.0").doesNotContain("P-1", "P-2");
    }

    @Test
    void anAddressThatIsNoneIsAnsweredWithThoseThatAre() {
        CommandLineRun run = CommandLineRun.of("show", "journeys", "--store", "mysql://user:hush@host/db");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--store is no address of a store", "postgresql://")
                .doesNotContain("hush");
    }

    @Test
    void aStoreIsMadeReadyWithoutTheJob() {
        CommandLineRun run = CommandLineRun.of("prepare", "--store", store.connectionString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("The store 127.0.0.1:" + store.port() + "/trips is ready.");
    }

    private static Document journey(String id, String policy, String start, double metres) {
        return new Document("_id", id)
                .append("device", "k1-0123")
                .append("policy", policy)
                .append("start", Date.from(Instant.parse(start)))
                .append("distanceMetres", metres)
                .append("durationSeconds", 600.0);
    }
}
