package org.trips.journeys;

import org.trips.roads.RoadClass;

/**
 * One harsh event or speeding episode. The peak is a magnitude: cm/s² of a harsh event, cm/s above the limit of a
 * speeding episode. The road class is null where the vehicle was on no known road.
 */
public record JourneyEvent(
        EventType type,
        long startMillis,
        long durationMillis,
        int peakCentis,
        int speedAtStartCmps,
        RoadClass roadClass,
        String profile) {}
