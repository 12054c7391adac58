package org.trips.simulator;

import java.util.List;

/**
 * What one simulated journey truly was.
 *
 * @param startMillis when the vehicle pulled away
 * @param endMillis when it stood at its destination
 * @param metres driven, which is the sum of the stretches
 * @param ways driven, in order
 * @param events that stand out beyond doubt, by time
 */
public record JourneyTruth(
        String device,
        long startMillis,
        long endMillis,
        double metres,
        List<DrivenStretch> ways,
        List<TrueEvent> events) {
    public JourneyTruth {
        ways = List.copyOf(ways);
        events = List.copyOf(events);
    }
}
