package org.trips.cli.chaos;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The TaskManagers die right after a write, another consumer gets what they had not acknowledged, and gives it back in any order: the job
 * reads it again otherwise than the first time.
 */
final class OtherOrder implements Fault {
    private static final int MOST_TAKEN = 1000;
    private static final long TAKING_MILLIS = 3_000;

    @Override
    public String name() {
        return "kill -9 of the TaskManagers after a write, other order";
    }

    @Override
    public int kills() {
        return FlinkCluster.TASK_MANAGERS;
    }

    @Override
    public void happen(Stage stage, Random random) throws Exception {
        Connection connection = stage.connect();
        try {
            Channel channel = connection.createChannel();
            StoreWatch.awaitWrite(stage.database());
            stage.cluster().killTaskManagers();
            BlockingQueue<Long> taken = new LinkedBlockingQueue<>();
            channel.basicQos(MOST_TAKEN);
            channel.basicConsume(Stage.UPLOADS, false, new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(
                        String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                    taken.add(envelope.getDeliveryTag());
                }
            });
            Patience.pause(TAKING_MILLIS);
            List<Long> returned = new ArrayList<>(taken);
            Collections.shuffle(returned, random);
            for (long delivery : returned) {
                channel.basicReject(delivery, true);
            }
            stage.cluster().startTaskManagers();
        } finally {
            connection.abort();
        }
    }
}
