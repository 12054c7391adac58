package org.trips.journeys.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the store says of a settled journey, which the device's state has forgotten.
 *
 * @param start time of its first point
 * @param end time of its last point
 * @param revision how often its document was written
 * @param policyDays the policy days that it has a part in; none where it belongs to no policy
 */
public record StoredJourney(String id, Instant start, Instant end, long revision, List<PolicyDay> policyDays) {
    public StoredJourney {
        policyDays = List.copyOf(policyDays);
    }

    /** What the document of a journey says, as {@code JourneyDocument} wrote it. */
    public static StoredJourney of(JsonNode document) {
        Set<PolicyDay> policyDays = new LinkedHashSet<>();
        for (JsonNode part : document.path("parts")) {
            if (!part.path("policy").isNull()) {
                policyDays.add(new PolicyDay(
                        part.path("policy").asText(),
                        LocalDate.parse(part.path("day").asText())));
            }
        }
        return new StoredJourney(
                document.path("_id").asText(),
                Instant.parse(document.path("start").asText()),
                Instant.parse(document.path("end").asText()),
                document.path("revision").asLong(),
                List.copyOf(policyDays));
    }

    /** Whether it is under way at that time: neither starting nor ending then. */
    boolean runsOver(Instant time) {
        return start.isBefore(time) && end.isAfter(time);
    }

    /** Whether it starts from the one time on and before the other. */
    boolean startsWithin(Instant from, Instant to) {
        return !start.isBefore(from) && start.isBefore(to);
    }
}
