package org.trips.job.connectors;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConsumerCancelledException;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.connectors.rabbitmq.RMQDeserializationSchema;
import org.apache.flink.streaming.connectors.rabbitmq.RMQSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;

/**
 * Reads the messages of one RabbitMQ queue, with content encoding and time. What it has read is acknowledged when the
 * checkpoint that contains it has completed, so it carries at most prefetch ÷ checkpoint interval messages a second. It is
 * not parallel: use one for each queue.
 */
public final class RabbitMqSource extends RMQSource<RawMessage> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqSource.class);

    private final RabbitMqServer server;
    private final int prefetch;
    private final HashMap<String, Object> declaredArguments;
    private final Messages messages;

    /**
     * @param prefetch the most messages that are under way without being acknowledged, 1 to 65,535
     * @param declaredArguments the arguments to declare the queue with, as a durable one, or null to expect that it exists
     */
    public RabbitMqSource(RabbitMqServer server, String queue, int prefetch, Map<String, Object> declaredArguments) {
        this(server, queue, prefetch, declaredArguments, new Messages(queue));
    }

    private RabbitMqSource(
            RabbitMqServer server,
            String queue,
            int prefetch,
            Map<String, Object> declaredArguments,
            Messages messages) {
        super(server.connectorConfiguration(), queue, messages);
        this.messages = messages;
        this.server = server;
        this.prefetch = prefetch;
        this.declaredArguments = declaredArguments == null ? null : new HashMap<>(declaredArguments);
    }

    /** @throws IOException if the queue cannot be read; the message says which and why, and there is no cause beneath it */
    @Override
    public void open(Configuration configuration) throws Exception {
        messages.redelivered = getRuntimeContext().getMetricGroup().counter("messagesRedelivered");
        try {
            super.open(configuration);
        } catch (RuntimeException e) { // as the parent wraps it
            throw new IOException(reasonToOpen(e));
        }
    }

    /** What this class and {@link RabbitMqServer} say names the server already; what the client says does not. */
    private String reasonToOpen(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException) {
                return "The queue \"" + queueName + "\" on " + server + " cannot be read (" + RabbitMqServer.reason(e)
                        + "); may its user read it?";
            }
        }
        return e.getCause() == null ? e.toString() : e.getCause().getMessage();
    }

    /** The parent would wait without end for a broker that hangs to hear its good-byes. */
    @Override
    public void close() throws Exception {
        if (connection != null) {
            connection.abort(RabbitMqServer.CLOSE_TIMEOUT_MILLIS);
        }
        try {
            super.close();
        } catch (AlreadyClosedException expected) {
            LOG.debug("Nothing more to close of {}", queueName, expected);
        }
    }

    /** @throws IOException if the broker is lost, which the client would not name */
    @Override
    public void run(SourceContext<RawMessage> context) throws Exception {
        try {
            super.run(context);
        } catch (IOException | ShutdownSignalException | ConsumerCancelledException e) {
            throw new IOException(lost(e));
        }
    }

    @Override
    protected void acknowledgeSessionIDs(List<Long> deliveries) {
        try {
            super.acknowledgeSessionIDs(deliveries);
        } catch (RuntimeException e) { // as the parent wraps it
            throw new UncheckedIOException(new IOException(lost(e)));
        }
    }

    private String lost(Exception e) {
        return "The queue \"" + queueName + "\" on " + server + " was lost (" + RabbitMqServer.reason(e)
                + "); is the broker running, and is the queue there?";
    }

    @Override
    protected Connection setupConnection() throws IOException {
        return server.connect();
    }

    /**
     * The parent would declare the queue anew without arguments, and limit the whole channel instead of this consumer,
     * which quorum queues refuse.
     */
    @Override
    protected void setupQueue() throws IOException {
        channel.basicQos(prefetch, false);
        server.require(channel, queueName, declaredArguments);
    }

    private static final class Messages implements RMQDeserializationSchema<RawMessage> {
        private static final long serialVersionUID = 1L;

        private final String queue;
        private transient Counter redelivered;

        Messages(String queue) {
            this.queue = queue;
        }

        @Override
        public void deserialize(
                Envelope envelope, AMQP.BasicProperties properties, byte[] body, RMQCollector<RawMessage> collector) {
            if (envelope.isRedeliver()) {
                if (redelivered.getCount() == 0) {
                    LOG.info(
                            "The queue \"{}\" sends messages again that were not acknowledged; they change nothing, and"
                                    + " messagesRedelivered counts them.",
                            queue);
                }
                redelivered.inc();
            }
            var time = properties.getTimestamp();
            collector.collect(new RawMessage(
                    body,
                    properties.getContentEncoding(),
                    time == null ? RawMessage.NO_TIME : time.toInstant().toEpochMilli()));
        }

        @Override
        public boolean isEndOfStream(RawMessage next) {
            return false;
        }

        @Override
        public TypeInformation<RawMessage> getProducedType() {
            return Exchanged.RAW_MESSAGE;
        }
    }
}
