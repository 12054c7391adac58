package org.trips.job.operators;

import java.util.OptionalLong;
import org.trips.journeys.intake.MessageProperties;

/**
 * A message as it came from a queue, or a line as it stood in a file, before anybody has looked inside.
 *
 * @param contentEncoding as the broker tells it, or null
 * @param brokerTimeMillis when the broker received it, in milliseconds since 1970 UTC, or {@link #NO_TIME}
 */
// Nobody compares messages by content: they go from a source to the decoder.
@SuppressWarnings("ArrayRecordComponent")
public record RawMessage(byte[] body, String contentEncoding, long brokerTimeMillis) {
    /** A primitive instead of an Optional, because messages are sent between machines. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** A line of a file, of which nothing more is known. */
    public static RawMessage ofLine(byte[] line) {
        return new RawMessage(line, null, NO_TIME);
    }

    /** What was said of the body, as a dead letter keeps it. */
    public MessageProperties properties() {
        return new MessageProperties(null, contentEncoding, brokerTimeMillis == NO_TIME ? null : brokerTimeMillis);
    }

    public OptionalLong brokerTime() {
        return brokerTimeMillis == NO_TIME ? OptionalLong.empty() : OptionalLong.of(brokerTimeMillis);
    }
}
