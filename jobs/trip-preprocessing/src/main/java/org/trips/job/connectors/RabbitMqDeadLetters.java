package org.trips.job.connectors;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;

/**
 * Publishes dead letters to a RabbitMQ queue: the original bytes as body, everything else as headers. A checkpoint
 * completes only when the broker has confirmed every letter before it, so none is lost; after a crash some may come twice.
 */
public final class RabbitMqDeadLetters implements Sink<DeadLetter> {
    private static final long serialVersionUID = 1L;

    private static final int PERSISTENT = 2;
    private static final int MOST_UNCONFIRMED = 1000;
    private static final long CONFIRM_TIMEOUT_MILLIS = 60_000;

    private final RabbitMqServer server;
    private final String queue;
    private final HashMap<String, Object> declaredArguments;

    /** @param declaredArguments the arguments to declare the queue with, or null to expect that it exists */
    public RabbitMqDeadLetters(RabbitMqServer server, String queue, Map<String, Object> declaredArguments) {
        this.server = server;
        this.queue = queue;
        this.declaredArguments = declaredArguments == null ? null : new HashMap<>(declaredArguments);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in Flink 1.20, though deprecated; its successor calls it
    public SinkWriter<DeadLetter> createWriter(InitContext context) throws IOException {
        Connection connection = null;
        try {
            connection = server.connectionFactory().newConnection();
            var channel = connection.createChannel();
            if (declaredArguments == null) {
                channel.queueDeclarePassive(queue);
            } else {
                channel.queueDeclare(queue, true, false, false, declaredArguments);
            }
            channel.confirmSelect();
            return new Writer(connection, channel, queue);
        } catch (IOException | TimeoutException e) {
            if (connection != null) {
                connection.abort();
            }
            throw new IOException("The dead letter queue \"" + queue + "\" on " + server + " cannot be used.", e);
        }
    }

    private static final class Writer implements SinkWriter<DeadLetter> {
        private final Connection connection;
        private final Channel channel;
        private final String queue;
        private int unconfirmed;

        Writer(Connection connection, Channel channel, String queue) {
            this.connection = connection;
            this.channel = channel;
            this.queue = queue;
        }

        @Override
        public void write(DeadLetter letter, Context context) throws IOException, InterruptedException {
            var properties = new AMQP.BasicProperties.Builder()
                    .deliveryMode(PERSISTENT)
                    .headers(new HashMap<>(DeadLetterCodec.headers(letter)))
                    .build();
            channel.basicPublish("", queue, properties, letter.original());
            if (++unconfirmed >= MOST_UNCONFIRMED) {
                flush(false);
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            try {
                channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
                unconfirmed = 0;
            } catch (TimeoutException e) {
                throw new IOException(
                        "The broker did not confirm dead letters to the queue \"" + queue + "\" within "
                                + CONFIRM_TIMEOUT_MILLIS / 1000 + " s.",
                        e);
            }
        }

        @Override
        public void close() {
            connection.abort(); // what a checkpoint needs was confirmed in flush
        }
    }
}
