package org.trips.journeys.device;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;

/**
 * A journey as it was last sent out.
 *
 * @param revision how often its document was written, 1 the first time
 * @param inputs a digest of all it was computed from: the same inputs need no second computation
 */
record FoundJourney(Journey journey, long revision, long inputs) {
    // Fields are stored by name, so that a later version can add some, or do without.
    private static final ObjectMapper STORED = SmileMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The same journey, written once more with another status. */
    FoundJourney withStatus(JourneyStatus status) {
        return new FoundJourney(journey.withStatus(status), revision + 1, inputs);
    }

    byte[] toBytes() {
        try {
            return STORED.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new UncheckedIOException("Journey " + journey.id() + " cannot be kept in state.", e);
        }
    }

    static FoundJourney ofBytes(byte[] bytes) {
        try {
            return STORED.readValue(bytes, FoundJourney.class);
        } catch (IOException e) {
            throw new UncheckedIOException("A journey kept in state cannot be read.", e);
        }
    }
}
