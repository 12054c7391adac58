package org.trips.job.connectors;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConsumerCancelledException;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.connectors.rabbitmq.RMQDeserializationSchema;
import org.apache.flink.streaming.connectors.rabbitmq.RMQSource;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;

/**
 * Reads the messages of one RabbitMQ queue, with content encoding and time. What it has read is acknowledged when the
 * checkpoint that contains it has completed, so it carries at most prefetch ÷ checkpoint interval messages a second. It is
 * not parallel: use one for each queue.
 */
public final class RabbitMqSource extends RMQSource<RawMessage> {
    private static final long serialVersionUID = 1L;

    private final RabbitMqServer server;
    private final int prefetch;
    private final HashMap<String, Object> declaredArguments;

    /**
     * @param prefetch the most messages that are under way without being acknowledged, 1 to 65,535
     * @param declaredArguments the arguments to declare the queue with, as a durable one, or null to expect that it exists
     */
    public RabbitMqSource(RabbitMqServer server, String queue, int prefetch, Map<String, Object> declaredArguments) {
        super(server.connectorConfiguration(), queue, new Messages());
        this.server = server;
        this.prefetch = prefetch;
        this.declaredArguments = declaredArguments == null ? null : new HashMap<>(declaredArguments);
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
            throw new IllegalStateException(lost(e));
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

        @Override
        public void deserialize(
                Envelope envelope, AMQP.BasicProperties properties, byte[] body, RMQCollector<RawMessage> collector) {
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
