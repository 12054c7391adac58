package org.trips.journeys;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.trips.journeys.segmentation.DropReason;

/** What a journey's numbers rest on: points used and dropped by reason, and the longest time between two used. */
public record Quality(int pointsUsed, Map<DropReason, Integer> dropped, long longestGapMillis) {
    public Quality {
        var byReason = new EnumMap<DropReason, Integer>(DropReason.class);
        byReason.putAll(dropped);
        dropped = Collections.unmodifiableMap(byReason);
    }
}
