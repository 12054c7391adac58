package org.trips.job.connectors;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Publishes messages to one RabbitMQ queue, and knows after {@link #confirm} that each of them lies in it. Not
 * thread-safe.
 */
public final class RabbitMqPublisher implements AutoCloseable {
    private static final int PERSISTENT = 2;
    private static final int MOST_UNCONFIRMED = 1000;
    private static final long CONFIRM_TIMEOUT_MILLIS = 60_000;

    private final RabbitMqServer server;
    private final String queue;
    private final Connection connection;
    private final Channel channel;
    private int unconfirmed;

    /** Why the broker gave a message back; the connection's thread sets it before it tells of the confirmation. */
    private volatile String returned;

    private RabbitMqPublisher(RabbitMqServer server, String queue, Connection connection) throws IOException {
        this.server = server;
        this.queue = queue;
        this.connection = connection;
        channel = connection.createChannel();
        channel.addReturnListener(message -> returned = message.getReplyText());
    }

    /**
     * Connects.
     *
     * @param declaredArguments the arguments to declare the queue with, as a durable one, or null to expect that it exists
     * @throws IOException if the broker cannot be reached or the queue cannot be used; the message says which and why
     */
    public static RabbitMqPublisher open(RabbitMqServer server, String queue, Map<String, Object> declaredArguments)
            throws IOException {
        var connection = server.connect();
        try {
            var publisher = new RabbitMqPublisher(server, queue, connection);
            server.require(publisher.channel, queue, declaredArguments);
            publisher.channel.confirmSelect();
            return publisher;
        } catch (IOException e) {
            connection.abort();
            throw e;
        }
    }

    /**
     * Publishes one persistent message.
     *
     * @param properties all that is to be sent beside the body; its delivery mode is overwritten
     * @throws IOException as {@link #confirm} does, for messages published before
     */
    public void publish(AMQP.BasicProperties properties, byte[] body) throws IOException, InterruptedException {
        // Mandatory: the broker confirms a message to a queue that is gone as gladly as any other, and drops it.
        channel.basicPublish(
                "", queue, true, properties.builder().deliveryMode(PERSISTENT).build(), body);
        unconfirmed++;
        if (unconfirmed >= MOST_UNCONFIRMED) {
            confirm();
        }
    }

    /**
     * Waits until the broker has put all that was published into the queue.
     *
     * @throws IOException if it has not, because it refused, or the queue is gone, or it did not answer
     */
    public void confirm() throws IOException, InterruptedException {
        try {
            var all = channel.waitForConfirms(CONFIRM_TIMEOUT_MILLIS);
            if (returned != null) {
                throw new IOException(name() + " did not get a message (" + returned + "); is it still there?");
            } else if (!all) {
                throw new IOException("The broker refused a message to " + name() + ".");
            }
            unconfirmed = 0;
        } catch (TimeoutException e) {
            throw new IOException(
                    "The broker did not confirm messages to " + name() + " within " + CONFIRM_TIMEOUT_MILLIS / 1000
                            + " s.",
                    e);
        }
    }

    /** How many messages lie in the queue; some brokers count those that are given out and not acknowledged. */
    public long depth() throws IOException {
        return channel.messageCount(queue);
    }

    private String name() {
        return "the queue \"" + queue + "\" on " + server;
    }

    /** Ends the connection; what is not confirmed may be lost. */
    @Override
    public void close() {
        connection.abort();
    }
}
