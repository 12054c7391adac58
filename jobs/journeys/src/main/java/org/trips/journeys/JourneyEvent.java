package org.trips.journeys;

import java.util.List;
import org.trips.roads.RoadClass;

/**
 * One harsh event or speeding episode. The peak is a magnitude: cm/s² of a harsh event, cm/s above the limit of a
 * speeding episode. The severity is null of a speeding episode, a speed where it is not known, the road class where the
 * vehicle was on no known road. The limits are those that a speeding episode exceeded, in their order; none of a harsh
 * event.
 */
public record JourneyEvent(
        EventType type,
        long startMillis,
        long durationMillis,
        int peakCentis,
        Severity severity,
        Integer speedAtStartCmps,
        Integer speedAtEndCmps,
        RoadClass roadClass,
        List<ExceededLimit> limits,
        String profile) {
    public JourneyEvent {
        // Events kept in state by a release that did not tell have none.
        limits = limits == null ? List.of() : List.copyOf(limits);
    }
}
