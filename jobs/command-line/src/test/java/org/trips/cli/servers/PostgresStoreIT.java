package org.trips.cli.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.trips.job.stores.Batches;
import org.trips.job.stores.Line;
import org.trips.job.stores.PostgresStore;
import org.trips.job.stores.Store;
import org.trips.job.stores.StoreContract;
import org.trips.journeys.documents.StoreDocument;

/** Debian's PostgreSQL keeps the contract of stores. */
class PostgresStoreIT extends StoreContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static PostgresServer server;
    private Line line;

    @BeforeAll
    static void startTheServer() throws IOException {
        PostgresServer.missing().ifPresent(missing -> {
            System.out.println("SKIPPED tests on real servers: " + missing);
            assumeTrue(false, missing);
        });
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopTheServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Store newStore() {
        line = new Line(server.port());
        return new PostgresStore(
                "jdbc:postgresql://127.0.0.1:" + line.port() + "/postgres",
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                "contract_" + SCHEMAS.incrementAndGet(),
                true,
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

    @Override
    protected Optional<StoreDocument> refusable() {
        return Optional.of(journey("refused", "P-\u0000", 1));
    }
}
