package org.trips.job.embedded;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A document store inside this process that speaks MongoDB's wire protocol, in memory, on the loopback address only, for
 * demonstrations and tests. It can be made slow, to show what a slow store does to the job.
 */
public final class EmbeddedStore implements AutoCloseable {
    private final MongoServer server;

    private EmbeddedStore(MongoServer server) {
        this.server = server;
    }

    /**
     * Starts a store that answers at once.
     *
     * @param port the port to listen on, or 0 for any free one
     * @throws IOException if the port is taken; the message names it
     */
    public static EmbeddedStore start(int port) throws IOException {
        return start(port, Duration.ZERO);
    }

    /**
     * Starts a store that waits before each command that writes.
     *
     * @param port the port to listen on, or 0 for any free one
     * @param writeDelay how long each insert, update or delete command takes at least
     * @throws IOException if the port is taken; the message names it
     */
    public static EmbeddedStore start(int port, Duration writeDelay) throws IOException {
        var server = new MongoServer(new DelayedBackend(writeDelay));
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (Exception e) { // the network library throws the checked BindException without declaring it
            server.shutdownNow();
            throw new IOException("Cannot start the embedded store on port " + port + ": " + e.getMessage(), e);
        }
        return new EmbeddedStore(server);
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalAddress().getPort();
    }

    /** What a client connects with, {@code mongodb://127.0.0.1:PORT}. */
    public String connectionString() {
        return "mongodb://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class DelayedBackend extends MemoryBackend {
        private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");
        private final Duration writeDelay;

        DelayedBackend(Duration writeDelay) {
            this.writeDelay = writeDelay;
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            if (!writeDelay.isZero() && message.getDocument().keySet().stream().anyMatch(WRITES::contains)) {
                LockSupport.parkNanos(writeDelay.toNanos());
            }
            return super.handleMessage(message);
        }
    }
}
