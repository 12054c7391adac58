package org.trips.job.connectors;

import com.rabbitmq.client.AMQP;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;

/**
 * Publishes dead letters to a RabbitMQ queue: the original bytes as body, with the properties they came with, and
 * everything else as headers. A checkpoint completes only when every letter before it lies in the queue, so none is lost;
 * after a crash some may come twice.
 */
public final class RabbitMqDeadLetters implements Sink<DeadLetter> {
    private static final long serialVersionUID = 1L;

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
        var publisher = RabbitMqPublisher.open(server, queue, declaredArguments);
        context.metricGroup().gauge("publishingBlocked", () -> publisher.isBlocked() ? 1 : 0);
        return new Writer(publisher);
    }

    /** All of a letter but its original, as its message says it. */
    public static AMQP.BasicProperties properties(DeadLetter letter) {
        var first = letter.properties();
        return new AMQP.BasicProperties.Builder()
                .headers(new HashMap<>(DeadLetterCodec.headers(letter)))
                .contentType(first.contentType())
                .contentEncoding(first.contentEncoding())
                .timestamp(
                        first.timestampMillis() == null
                                ? null
                                : Date.from(Instant.ofEpochMilli(first.timestampMillis())))
                .build();
    }

    private record Writer(RabbitMqPublisher publisher) implements SinkWriter<DeadLetter> {
        @Override
        public void write(DeadLetter letter, Context context) throws IOException, InterruptedException {
            publisher.publish(properties(letter), letter.original());
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            publisher.confirm();
        }

        @Override
        public void close() {
            publisher.close(); // what a checkpoint needs was confirmed in flush
        }
    }
}
