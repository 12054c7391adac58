package org.trips.cli;

import com.rabbitmq.client.AMQP;
import java.time.Instant;
import java.util.Date;

/** What a message says beside its body, as a sender of uploads says it. */
final class UploadProperties {
    private UploadProperties() {}

    /**
     * Of a message that is sent now.
     *
     * @param contentEncoding of its body, or null for none
     */
    static AMQP.BasicProperties now(String contentEncoding) {
        return new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding(contentEncoding)
                .timestamp(Date.from(Instant.now()))
                .build();
    }
}
