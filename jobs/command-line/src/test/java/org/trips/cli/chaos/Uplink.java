package org.trips.cli.chaos;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * What devices send through: a message counts as sent once the broker has confirmed it, and is sent again until then, so
 * a broker that is away may get it twice but never not at all. Not thread-safe.
 */
public final class Uplink implements AutoCloseable {
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(15);
    private static final long CONFIRM_MILLIS = 60_000;

    private final ConnectionFactory factory = new ConnectionFactory();
    private Connection connection;
    private Channel channel;

    /** @param port of the broker on loopback */
    public Uplink(int port) {
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
    }

    public void send(String queue, byte[] body) {
        Patience.until("the broker confirms a message", LONGEST_OUTAGE, () -> {
            connect();
            try {
                channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
                channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
                return true;
            } catch (IOException | TimeoutException | RuntimeException broken) { // a closed channel throws the latter
                connection.abort();
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private void connect() throws IOException {
        if (connection != null && connection.isOpen()) {
            return;
        }
        try {
            connection = factory.newConnection();
            channel = connection.createChannel();
            channel.confirmSelect();
        } catch (TimeoutException | ShutdownSignalException e) { // the latter: it went down meanwhile
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.abort();
        }
    }
}
