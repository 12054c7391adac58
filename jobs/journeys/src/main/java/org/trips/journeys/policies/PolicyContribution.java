package org.trips.journeys.policies;

import java.time.LocalDate;
import java.util.List;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Sums;

/**
 * What one journey adds to one policy on one local day; a later one for the same journey, policy and day replaces it, a
 * withdrawn one takes it back.
 */
public record PolicyContribution(
        String policy,
        LocalDate day,
        String journeyId,
        String device,
        JourneyStatus status,
        long startMillis,
        long endMillis,
        Sums sums,
        boolean withdrawn) {

    /** One for each of the journey's parts that belongs to a policy. */
    public static List<PolicyContribution> of(Journey journey) {
        return journey.parts().stream()
                .filter(part -> part.policy() != null)
                .map(part -> new PolicyContribution(
                        part.policy(),
                        part.day(),
                        journey.id(),
                        journey.device(),
                        journey.status(),
                        part.startMillis(),
                        part.endMillis(),
                        part.sums(),
                        false))
                .toList();
    }

    /** Takes back whatever this journey added to this policy on this day. */
    public static PolicyContribution withdrawal(String policy, LocalDate day, String journeyId, String device) {
        return new PolicyContribution(policy, day, journeyId, device, JourneyStatus.PROVISIONAL, 0, 0, Sums.NONE, true);
    }

    /** The id of the policy day it belongs to. */
    public String dayId() {
        return policy + "|" + day;
    }
}
