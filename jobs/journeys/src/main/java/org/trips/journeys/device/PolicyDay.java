package org.trips.journeys.device;

import java.time.LocalDate;
import java.util.List;
import org.trips.journeys.Journey;
import org.trips.journeys.policies.PolicyContribution;

/** A policy, and a day in its own time zone. */
public record PolicyDay(String policy, LocalDate day) {

    /** Those that a journey has a part in. */
    static List<PolicyDay> of(Journey journey) {
        return PolicyContribution.of(journey).stream()
                .map(part -> new PolicyDay(part.policy(), part.day()))
                .toList();
    }
}
