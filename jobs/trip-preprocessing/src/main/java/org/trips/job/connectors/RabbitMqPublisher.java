package org.trips.job.connectors;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages to one RabbitMQ queue, and knows after {@link #confirm} that each of them lies in it. Not
 * thread-safe.
 */
public final class RabbitMqPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqPublisher.class);

    private static final int PERSISTENT = 2;
    private static final int MOST_UNCONFIRMED = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RabbitMqServer server;
    private final String queue;
    private final Connection connection;
    private final WatchedSocket socket;
    private final Channel channel;
    private final Duration patience;
    private int unconfirmed;

    /** Whether it has not confirmed in time. */
    private boolean silent;

    /** Why the broker gave a message back; the connection's thread sets it before it tells of the confirmation. */
    private volatile String returned;

    /** Why the broker takes nothing at the moment, as it says itself, or null; the connection's thread sets it. */
    private volatile String blocked;

    private RabbitMqPublisher(
            RabbitMqServer server, String queue, Connection connection, WatchedSocket socket, Duration patience)
            throws IOException {
        this.server = server;
        this.queue = queue;
        this.connection = connection;
        this.socket = socket;
        this.patience = patience;
        connection.addBlockedListener(this::block, this::unblock);
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
        return open(server, queue, declaredArguments, PATIENCE);
    }

    /** @param patience how long the broker may take to confirm, or to take messages at all */
    static RabbitMqPublisher open(
            RabbitMqServer server, String queue, Map<String, Object> declaredArguments, Duration patience)
            throws IOException {
        var factory = server.connectionFactory();
        var socket = new WatchedSocket(factory, patience);
        var connection = server.connect(factory);
        try {
            var publisher = new RabbitMqPublisher(server, queue, connection, socket, patience);
            server.require(publisher.channel, queue, declaredArguments);
            publisher.channel.confirmSelect();
            return publisher;
        } catch (IOException e) {
            connection.abort(RabbitMqServer.CLOSE_TIMEOUT_MILLIS);
            throw e;
        } catch (ShutdownSignalException e) {
            connection.abort(RabbitMqServer.CLOSE_TIMEOUT_MILLIS);
            throw server.closed(e);
        }
    }

    /**
     * Publishes one persistent message.
     *
     * @param properties all that is to be sent beside the body; its delivery mode is overwritten
     * @throws IOException as {@link #confirm} does, for messages published before
     */
    public void publish(AMQP.BasicProperties properties, byte[] body) throws IOException, InterruptedException {
        try {
            // Mandatory: the broker confirms a message to a queue that is gone as gladly as any other, and drops it.
            var persistent = properties.builder().deliveryMode(PERSISTENT).build();
            socket.during(() -> channel.basicPublish("", queue, true, persistent, body));
        } catch (IOException | ShutdownSignalException e) {
            throw lost(e);
        }
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
            var all = channel.waitForConfirms(patience.toMillis());
            if (returned != null) {
                throw new IOException(name() + " did not get a message (" + returned + "); is it still there?");
            } else if (!all) {
                throw new IOException("The broker refused a message to " + name() + "; is it full?");
            }
            unconfirmed = 0;
        } catch (TimeoutException e) {
            silent = true;
            throw lost(e);
        } catch (ShutdownSignalException e) {
            throw lost(e);
        }
    }

    /** Whether the broker has said that it takes nothing at the moment. */
    boolean isBlocked() {
        return blocked != null;
    }

    /** A broker that is short of memory or disk says so to whoever publishes, and reads no more. */
    private void block(String reason) {
        LOG.warn(
                "The broker {} takes no messages at the moment ({}); what is to be published to the queue \"{}\" waits for at"
                        + " most {} s.",
                server,
                reason,
                queue,
                patience.toSeconds());
        blocked = reason;
    }

    private void unblock() {
        LOG.info("The broker {} takes messages again.", server);
        blocked = null;
    }

    private IOException lost(Exception e) {
        var reason = blocked;
        if (reason != null) {
            return new IOException("The broker has taken no messages to " + name() + " for " + patience.toSeconds()
                    + " s (" + reason + "); give it memory or disk, or let its queues be emptied.");
        } else if (socket.gaveUp()) {
            return new IOException("The broker has read nothing that was sent to " + name() + " for "
                    + patience.toSeconds() + " s, and does not say why; does it hang, or the network before it?");
        } else if (silent) {
            return new IOException("The broker did not confirm messages to " + name() + " within "
                    + patience.toSeconds() + " s; does it hang, or is it overloaded?");
        }
        return new IOException("The connection to publish to " + name() + " was lost (" + RabbitMqServer.reason(e)
                + "); is the broker running?");
    }

    /** How many messages lie in the queue; some brokers count those that are given out and not acknowledged. */
    public long depth() throws IOException {
        try {
            return channel.messageCount(queue);
        } catch (IOException | ShutdownSignalException e) {
            throw connection.isOpen()
                    ? new IOException("Nobody can tell how full " + name() + " is (" + RabbitMqServer.reason(e) + ").")
                    : lost(e);
        }
    }

    private String name() {
        return "the queue \"" + queue + "\" on " + server;
    }

    /** Ends the connection; what is not confirmed may be lost. */
    @Override
    public void close() {
        if (blocked == null && !silent && !socket.gaveUp()) {
            connection.abort(RabbitMqServer.CLOSE_TIMEOUT_MILLIS);
        } else {
            socket.close(); // it would not hear a good-bye
        }
    }
}
