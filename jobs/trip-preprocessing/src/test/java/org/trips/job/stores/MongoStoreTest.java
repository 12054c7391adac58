package org.trips.job.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.journeys.documents.StoreDocument;

/** MongoDB keeps the contract of stores, and what else is to be said of it. */
final class MongoStoreTest extends StoreContract {
    private EmbeddedStore embedded;
    private Line line;

    @Override
    protected Store newStore() throws IOException {
        embedded = EmbeddedStore.start(0);
        line = new Line(embedded.port());
        return new MongoStore("mongodb://127.0.0.1:" + line.port(), "trips", new Batches(100, 1000));
    }

    @AfterEach
    void stopTheServer() throws IOException {
        line.close();
        embedded.close();
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

    /** This server orders texts as Java does; MongoDB does it by their bytes, and so does the real server of MongoStoreIT. */
    @Override
    protected List<String> idsBeyondTheBasicPlane() {
        return List.of();
    }

    @Test
    void aStoreCanBePreparedAgain() throws Exception {
        try (var server = EmbeddedStore.start(0)) {
            var store = new MongoStore(server.connectionString(), "trips", new Batches(10, 100));
            store.prepare();
            assertThatCode(store::prepare).doesNotThrowAnyException();
        }
    }

    @Test
    void aStoreThatIsAwayIsNamedButItsPasswordIsNot() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var store = new MongoStore("mongodb://user:hush@127.0.0.1:" + port, "trips", new Batches(10, 100));
        assertThatThrownBy(store::prepare)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining(
                        "it does not answer (java.net.ConnectException: Connection refused); is it running")
                .message()
                .doesNotContain("hush");
        assertThat(store.toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketTimeoutMS=0",
                "connectTimeoutMS=0",
                "serverSelectionTimeoutMS=86400000",
                "waitQueueTimeoutMS=-1",
                "socketTimeoutMS=600001"
            })
    void aStoreThatTheJobWouldWaitForWithoutEndIsRefused(String option) {
        var store = new MongoStore("mongodb://user:hush@127.0.0.1/?" + option, "trips", new Batches(10, 100));
        assertThatThrownBy(store::prepare)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("take " + option + " out of store.mongodb.uri, or let it be 1 to 600000")
                .message()
                .doesNotContain("hush");
    }

    @Test
    void aStoreMayBeGivenMoreTimeOrLess() throws Exception {
        try (var server = EmbeddedStore.start(0)) {
            var uri = server.connectionString()
                    + "/?socketTimeoutMS=600000&connectTimeoutMS=200&serverSelectionTimeoutMS=2000&waitQueueTimeoutMS=1000";
            assertThatCode(new MongoStore(uri, "trips", new Batches(10, 100))::prepare)
                    .doesNotThrowAnyException();
        }
    }
}
