package org.trips.journeys;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.trips.journeys.segmentation.DropReason;

/**
 * What a journey's numbers rest on.
 *
 * @param pointsUsed two or more
 * @param dropped points without part in its numbers, by reason, without zeros
 * @param longestGapMillis the longest time between two points used
 * @param speedUnit in which the device was recognised to report its speeds; null where the points do not tell, and m/s is
 *     taken for granted
 * @param speedDoubts points used whose speed is not the device's own word, by reason, without zeros
 * @param withoutHeading points used of which no heading is known
 * @param withoutAccuracy points used of which no accuracy is known
 */
public record Quality(
        int pointsUsed,
        Map<DropReason, Integer> dropped,
        long longestGapMillis,
        SpeedUnit speedUnit,
        Map<SpeedDoubt, Integer> speedDoubts,
        int withoutHeading,
        int withoutAccuracy) {
    public Quality {
        dropped = byReason(DropReason.class, dropped);
        // Journeys of earlier releases, kept in state, do not say.
        speedDoubts = byReason(SpeedDoubt.class, speedDoubts == null ? Map.of() : speedDoubts);
    }

    private static <R extends Enum<R>> Map<R, Integer> byReason(Class<R> reasons, Map<R, Integer> counts) {
        Map<R, Integer> sorted = new EnumMap<>(reasons);
        sorted.putAll(counts);
        return Collections.unmodifiableMap(sorted);
    }
}
