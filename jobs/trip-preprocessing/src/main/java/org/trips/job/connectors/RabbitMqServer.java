package org.trips.job.connectors;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ConsumerCancelledException;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.io.Serializable;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.flink.streaming.connectors.rabbitmq.common.RMQConnectionConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;

/**
 * A RabbitMQ server and how to log in to it.
 *
 * @param tls whether to connect with TLS, checking certificate and host name against the JVM's trust store
 */
public record RabbitMqServer(String host, int port, String virtualHost, String user, String password, boolean tls)
        implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqServer.class);

    /** A broker that hangs is noticed after twice this. */
    private static final int HEARTBEAT_SECONDS = 10;

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    /** How long a broker may take to answer; by default its client waits ten minutes. */
    private static final int ANSWER_TIMEOUT_MILLIS = 60_000;

    /** Says good-bye on connections that are given up; its threads end when they have nothing more to say. */
    private static final ExecutorService CLOSING = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "rabbitmq-closing");
        thread.setDaemon(true);
        return thread;
    });

    /** How long a broker may take to say good-bye; without a limit one that hangs, or blocks, keeps a job from ending. */
    static final int CLOSE_TIMEOUT_MILLIS = 5_000;

    /** The server that a configuration names. */
    public static RabbitMqServer of(JobConfiguration configuration) {
        return new RabbitMqServer(
                configuration.get(JobOptions.RABBITMQ_HOST),
                configuration.get(JobOptions.RABBITMQ_PORT),
                configuration.get(JobOptions.RABBITMQ_VIRTUAL_HOST),
                configuration.get(JobOptions.RABBITMQ_USER),
                configuration.get(JobOptions.RABBITMQ_PASSWORD),
                configuration.get(JobOptions.RABBITMQ_TLS));
    }

    /**
     * A factory of connections that do not heal themselves: a connection that breaks fails the job, which starts again
     * from its last checkpoint, and so nothing is acknowledged that is not in a checkpoint.
     *
     * @throws IOException if this JVM cannot do TLS
     */
    public ConnectionFactory connectionFactory() throws IOException {
        var factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setVirtualHost(virtualHost);
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        factory.setChannelRpcTimeout(ANSWER_TIMEOUT_MILLIS);
        // Without it, the thread that misses heartbeats would wait for whoever hangs in a write to the same socket.
        factory.setShutdownExecutor(CLOSING);
        if (tls) {
            try {
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            } catch (NoSuchAlgorithmException e) {
                throw new IOException("This JVM has no TLS to connect to " + this + " with.", e);
            }
        }
        return factory;
    }

    /**
     * A new connection.
     *
     * @throws IOException if there is none; the message names the server and says what to look at, and there is no cause
     *     beneath it, because Flink and people look at the last cause
     */
    public Connection connect() throws IOException {
        return connect(connectionFactory());
    }

    /** The same by a factory of {@link #connectionFactory} to which the caller has added something. */
    Connection connect(ConnectionFactory factory) throws IOException {
        try {
            return factory.newConnection("trips");
        } catch (AuthenticationFailureException e) {
            throw new IOException("The broker " + this + " refuses its user; are user and password right?");
        } catch (SSLHandshakeException e) {
            LOG.warn("No connection to {}", this, e);
            throw new IOException(
                    "The broker " + this + " has a certificate that is not trusted here, or that is another"
                            + " host's (" + e.getMessage()
                            + "); put its authority into the JVM's trust store, and name the host as the certificate does.");
        } catch (SSLException e) {
            LOG.warn("No connection to {}", this, e);
            throw new IOException("The broker " + this + " does not speak TLS there (" + e.getMessage()
                    + "); is the port that of TLS, or rabbitmq.tls to be false?");
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            LOG.warn("No connection to {}", this, e);
            throw new IOException("The broker " + this + " cannot be reached (" + reason(e)
                    + "); is it running, and are host, port and virtual host right?");
        }
    }

    /** What the broker or the network said, which the client wraps into exceptions that say nothing. */
    static String reason(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConsumerCancelledException) {
                return "the broker has cancelled its consumer, as it does when a queue is deleted or fails";
            } else if (cause instanceof MissedHeartbeatException) {
                return "the broker has not been heard of for " + 2 * HEARTBEAT_SECONDS + " s";
            } else if (cause instanceof ShutdownSignalException shutdown) {
                var method = shutdown.getReason();
                if (method instanceof AMQP.Connection.Close close) {
                    return close.getReplyText();
                } else if (method instanceof AMQP.Channel.Close close) {
                    return close.getReplyText();
                }
            }
        }
        return failure.toString();
    }

    /**
     * Makes sure that queues are there.
     *
     * @param declaredArguments the arguments to make missing ones with, durable, or null to expect that they exist
     * @throws IOException if there is no connection, or a queue cannot be used; the message says which and why
     */
    public void require(List<String> queues, Map<String, Object> declaredArguments) throws IOException {
        var connection = connect();
        try {
            var channel = connection.createChannel();
            for (var queue : queues) {
                require(channel, queue, declaredArguments);
            }
        } catch (ShutdownSignalException e) {
            throw closed(e);
        } finally {
            connection.abort(CLOSE_TIMEOUT_MILLIS);
        }
    }

    /** What to throw where the client says, unchecked, that a connection was closed before it was used. */
    IOException closed(ShutdownSignalException e) {
        return new IOException(
                "The broker " + this + " has closed the connection (" + reason(e) + "); is it stopping?");
    }

    /**
     * Makes sure that a queue is there.
     *
     * @param declaredArguments the arguments to make it with if it is missing, durable, or null to expect that it exists
     * @throws IOException if it cannot be used; the message says why, and there is no cause beneath it
     */
    void require(Channel channel, String queue, Map<String, Object> declaredArguments) throws IOException {
        try {
            if (declaredArguments == null) {
                channel.queueDeclarePassive(queue);
            } else if (!exists(channel.getConnection(), queue)) {
                channel.queueDeclare(queue, true, false, false, declaredArguments);
            }
        } catch (IOException e) {
            throw new IOException("The queue \"" + queue + "\" on " + this + " cannot be used ("
                    + reason(e)
                    + "). Create it, or set rabbitmq.declare to true.");
        }
    }

    /** Asks on a channel of its own, since the broker closes one that names a queue that is missing. */
    private static boolean exists(Connection connection, String queue) throws IOException {
        var probe = connection.createChannel();
        try {
            probe.queueDeclarePassive(queue);
            return true;
        } catch (IOException missing) {
            return false;
        } finally {
            probe.abort();
        }
    }

    /** What Flink's connector wants to know before it asks for a connection. */
    RMQConnectionConfig connectorConfiguration() {
        return new RMQConnectionConfig.Builder()
                .setHost(host)
                .setPort(port)
                .setVirtualHost(virtualHost)
                .setUserName(user)
                .setPassword(password)
                .build();
    }

    /** Without the password: this stands in logs. */
    @Override
    public String toString() {
        return (tls ? "amqps://" : "amqp://") + user + "@" + host + ":" + port + " (virtual host " + virtualHost + ")";
    }
}
