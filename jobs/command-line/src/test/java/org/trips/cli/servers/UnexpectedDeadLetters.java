package org.trips.cli.servers;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.trips.journeys.intake.DeadLetterReason;

/** Dead letters that should be none where all that was sent is right. */
public final class UnexpectedDeadLetters {
    private UnexpectedDeadLetters() {}

    /**
     * Takes all letters out of a queue, and tells why there are any: a point that was settled already is late when it comes
     * again.
     *
     * @param connection ended afterwards
     */
    public static SortedSet<String> takenFrom(Connection connection, String queue) throws IOException {
        SortedSet<String> reasons = new TreeSet<>();
        try {
            Channel channel = connection.createChannel();
            for (GetResponse letter = channel.basicGet(queue, true);
                    letter != null;
                    letter = channel.basicGet(queue, true)) {
                reasons.add(String.valueOf(letter.getProps().getHeaders().get("reason")));
            }
        } finally {
            connection.abort();
        }
        reasons.remove(DeadLetterReason.LATE.label());
        return reasons;
    }
}
