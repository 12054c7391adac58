package org.trips.job.connectors;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of a connection to a broker, which is closed when a write to it takes too long: Java's sockets know no limit for
 * writing, so who sends to a broker that has stopped reading would wait for ever. Its heartbeats need not tell: a broker, or a
 * firewall in between, may go on sending while it takes nothing. One thread writes at a time.
 */
final class WatchedSocket {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedSocket.class);

    private final Duration patience;
    private volatile Socket socket;
    private volatile boolean gaveUp;

    interface Write {
        void run() throws IOException, ShutdownSignalException;
    }

    /**
     * Watches the next connection that a factory makes.
     *
     * @param patience how long one write may take
     */
    WatchedSocket(ConnectionFactory factory, Duration patience) {
        this.patience = patience;
        factory.setSocketConfigurator(factory.getSocketConfigurator().andThen(made -> socket = made));
    }

    /** Runs what writes to the socket; fails as it does when the socket is closed under it. */
    @SuppressWarnings("FutureReturnValueIgnored") // closing the socket is all that comes of it
    void during(Write write) throws IOException {
        var watch = new CompletableFuture<Void>();
        watch.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionallyAsync(late -> {
            gaveUp = true;
            close();
            return null;
        });
        try {
            write.run();
        } finally {
            watch.complete(null);
        }
    }

    /** Whether a write took too long. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Without a good-bye, which the other end would not hear. */
    void close() {
        try {
            socket.setSoLinger(true, 0); // TLS would wait to say good-bye
            socket.close();
        } catch (IOException e) {
            LOG.debug("A socket did not close", e);
        }
    }
}
