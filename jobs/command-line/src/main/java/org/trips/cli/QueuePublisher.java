package org.trips.cli;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeoutException;

/**
 * Publishes messages to one queue, and knows after {@link #confirm} that the broker has them all. Not thread-safe.
 */
final class QueuePublisher implements AutoCloseable {
    private static final int PERSISTENT = 2;
    private static final int MOST_UNCONFIRMED = 500;
    private static final long CONFIRM_MILLIS = 60_000;

    private final Connection connection;
    private final Channel channel;
    private final String queue;
    private int unconfirmed;

    private QueuePublisher(Connection connection, Channel channel, String queue) {
        this.connection = connection;
        this.channel = channel;
        this.queue = queue;
    }

    /**
     * Connects.
     *
     * @param declare whether to make the queue, durable and without arguments, where it is not there
     * @throws IOException if the broker cannot be reached or has no such queue; the message says which
     */
    static QueuePublisher open(ConnectionFactory broker, String queue, boolean declare) throws IOException {
        Connection connection = connect(broker);
        try {
            Channel channel = connection.createChannel();
            if (declare) {
                channel.queueDeclare(queue, true, false, false, null);
            } else {
                channel.queueDeclarePassive(queue);
            }
            channel.confirmSelect();
            return new QueuePublisher(connection, channel, queue);
        } catch (IOException e) {
            connection.abort();
            throw new IOException(
                    "The queue \"" + queue + "\" on " + name(broker) + " cannot be used; create it first.", e);
        }
    }

    /** A connection, or an exception whose message says what to look at. */
    static Connection connect(ConnectionFactory broker) throws IOException {
        try {
            return broker.newConnection("trips");
        } catch (IOException | TimeoutException e) {
            throw new IOException(
                    "The broker " + name(broker) + " cannot be reached (" + e
                            + "); is it running, and are user and password right?",
                    e);
        }
    }

    private static String name(ConnectionFactory broker) {
        return broker.getHost() + ":" + broker.getPort();
    }

    /** Publishes one upload, with the time now as the broker's timestamp. */
    void publish(byte[] body, String contentEncoding) throws IOException {
        channel.basicPublish(
                "",
                queue,
                new AMQP.BasicProperties.Builder()
                        .contentType("application/json")
                        .contentEncoding(contentEncoding)
                        .deliveryMode(PERSISTENT)
                        .timestamp(Date.from(Instant.now()))
                        .build(),
                body);
        unconfirmed++;
        if (unconfirmed >= MOST_UNCONFIRMED) {
            confirm();
        }
    }

    /** Waits until the broker has taken all that was published. */
    void confirm() throws IOException {
        try {
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
            unconfirmed = 0;
        } catch (TimeoutException e) {
            throw new IOException("The broker did not confirm within " + CONFIRM_MILLIS / 1000 + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped before the broker had confirmed all messages.", e);
        }
    }

    /** How many messages lie in the queue; some brokers count those that are given out and not acknowledged. */
    long depth() throws IOException {
        return channel.messageCount(queue);
    }

    @Override
    public void close() {
        connection.abort();
    }
}
