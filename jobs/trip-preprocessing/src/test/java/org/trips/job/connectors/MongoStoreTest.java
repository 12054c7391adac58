package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.job.embedded.EmbeddedStore;

final class MongoStoreTest {
    @Test
    void aStoreCanBePreparedAgain() throws Exception {
        try (var server = EmbeddedStore.start(0)) {
            var store = new MongoStore(server.connectionString(), "trips", 10, 100);
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
        var store = new MongoStore("mongodb://user:hush@127.0.0.1:" + port, "trips", 10, 100);
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
        var store = new MongoStore("mongodb://user:hush@127.0.0.1/?" + option, "trips", 10, 100);
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
            assertThatCode(new MongoStore(uri, "trips", 10, 100)::prepare).doesNotThrowAnyException();
        }
    }
}
