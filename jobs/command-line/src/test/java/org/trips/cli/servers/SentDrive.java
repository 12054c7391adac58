package org.trips.cli.servers;

import com.rabbitmq.client.AMQP;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.trips.job.connectors.RabbitMqPublisher;
import org.trips.job.connectors.RabbitMqServer;

/** What a phone sends of two minutes eastwards on the equator, at 11 m/s: one upload, of which comes one journey. */
final class SentDrive {
    private static final int POINTS = 120;
    private static final long START_MILLIS = 1_772_000_000_000L;

    private SentDrive() {}

    static void send(int brokerPort, String queue, String device) throws IOException, InterruptedException {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < POINTS; i++) {
            points.append(i == 0 ? "" : ",")
                    .append("{\"time\":")
                    .append(START_MILLIS + i * 1_000L)
                    .append(",\"lat\":0.0,\"lon\":")
                    .append(0.002 + i * 0.0001)
                    .append('}');
        }
        send(
                brokerPort,
                queue,
                ("{\"device\":\"" + device + "\",\"points\":[" + points + "]}").getBytes(StandardCharsets.UTF_8));
    }

    static void send(int brokerPort, String queue, byte[] message) throws IOException, InterruptedException {
        RabbitMqServer server = new RabbitMqServer("127.0.0.1", brokerPort, "/", "guest", "guest", false);
        try (RabbitMqPublisher publisher = RabbitMqPublisher.open(server, queue, Map.of())) {
            publisher.publish(new AMQP.BasicProperties(), message);
            publisher.confirm();
        }
    }
}
