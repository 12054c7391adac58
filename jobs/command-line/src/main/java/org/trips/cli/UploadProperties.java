package org.trips.cli;

import com.rabbitmq.client.AMQP;
import java.time.Instant;
import java.util.Date;
import org.trips.journeys.intake.MessageProperties;

/** What a message says beside its body, as a sender of uploads says it. */
final class UploadProperties {
    private UploadProperties() {}

    /** Of a message that is sent for the first time. */
    static AMQP.BasicProperties now() {
        return of(null, Date.from(Instant.now()));
    }

    /**
     * Of a message that is sent once more, as it was sent first: by its time, fixes from the future are told again.
     *
     * @param contentEncoding of its body, or null for none
     * @param sentAt or null where it was not said
     */
    static AMQP.BasicProperties of(String contentEncoding, Date sentAt) {
        return new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding(contentEncoding)
                .timestamp(sentAt)
                .build();
    }

    /** The same of what a dead letter keeps. */
    static AMQP.BasicProperties of(MessageProperties first) {
        Long millis = first.timestampMillis();
        return of(first.contentEncoding(), millis == null ? null : Date.from(Instant.ofEpochMilli(millis)));
    }
}
