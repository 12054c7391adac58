package org.trips.cli.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.stores.Batches;
import org.trips.job.stores.Line;
import org.trips.job.stores.MongoStore;
import org.trips.job.stores.Store;
import org.trips.job.stores.StoreContract;
import org.trips.journeys.documents.StoreDocument;

/** A MongoDB-wire server on WiredTiger keeps the contract of stores. */
class MongoStoreIT extends StoreContract {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    static Path folder;

    private static MongoWireServer server;
    private Line line;

    @BeforeAll
    static void startTheServer() {
        MongoWireServer.missing().ifPresent(missing -> {
            System.out.println("SKIPPED tests on real servers: " + missing);
            assumeTrue(false, missing);
        });
        server = MongoWireServer.start(folder);
    }

    @AfterAll
    static void stopTheServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Store newStore() {
        line = new Line(server.port());
        return new MongoStore(
                "mongodb://127.0.0.1:" + line.port(),
                "contract_" + DATABASES.incrementAndGet(),
                new Batches(100, 1000));
    }

    @AfterEach
    void closeTheLine() throws IOException {
        line.close();
    }

    @Override
    protected boolean dropConnections() {
        line.cut();
        return true;
    }

    /** Larger than any document may be. */
    @Override
    protected Optional<StoreDocument> refusable() {
        return Optional.of(
                journey("refused", "P-1", "2026-03-01T07:30:00.000Z", ",\"note\":\"" + "x".repeat(17_000_000) + "\""));
    }
}
