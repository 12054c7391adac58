package org.trips.journeys;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.trips.roads.RoadClass;

/**
 * In what circumstances the distance and time of {@link Sums} were driven, and on what its counts of events rest. Road
 * classes and {@code unmatched} (on no known road) sum to the whole, and so do speed bands and {@code speedUnknown}; only
 * what an {@linkplain #notKept earlier release} settled has neither. A class or band in which nothing was driven is
 * absent. Immutable.
 *
 * @param nightMm driven at night
 * @param rushHour driven in the profile's rush hours
 * @param harshExposureMm driven where harsh braking and acceleration would have been found
 * @param speedingExposureMm driven where the speed limit is known
 */
public record Breakdown(
        long nightMm,
        Driven rushHour,
        Map<RoadClass, Driven> roadClasses,
        Driven unmatched,
        Map<SpeedBand, Driven> speedBands,
        Driven speedUnknown,
        SeverityCounts brakings,
        SeverityCounts accelerations,
        SeverityCounts cornerings,
        long harshExposureMm,
        long speedingExposureMm) {

    public static final Breakdown NONE = notKept(0);

    public Breakdown {
        var byClass = new EnumMap<RoadClass, Driven>(RoadClass.class);
        byClass.putAll(roadClasses);
        byClass.values().removeIf(Driven::isNone);
        roadClasses = Collections.unmodifiableMap(byClass);
        var byBand = new TreeMap<>(speedBands);
        byBand.values().removeIf(Driven::isNone);
        speedBands = Collections.unmodifiableMap(byBand);
    }

    /**
     * What is known of sums that a release kept which had no breakdown: nothing, but that it took the whole distance for
     * the exposure of its events.
     */
    public static Breakdown notKept(long distanceMm) {
        return new Breakdown(
                0,
                Driven.NONE,
                Map.of(),
                Driven.NONE,
                Map.of(),
                Driven.NONE,
                SeverityCounts.NONE,
                SeverityCounts.NONE,
                SeverityCounts.NONE,
                distanceMm,
                distanceMm);
    }

    /** Driven on known roads of any class, or known to be on none. */
    public Driven ofAllClasses() {
        return all(roadClasses, unmatched);
    }

    /** Driven at any known speed, or known to be at none. */
    public Driven ofAllSpeeds() {
        return all(speedBands, speedUnknown);
    }

    private static <K> Driven all(Map<K, Driven> driven, Driven unknown) {
        return driven.values().stream().reduce(unknown, (sum, more) -> sum.plus(more, 1));
    }

    Breakdown plus(Breakdown other, int sign) {
        return new Breakdown(
                nightMm + sign * other.nightMm,
                rushHour.plus(other.rushHour, sign),
                plus(new EnumMap<RoadClass, Driven>(RoadClass.class), roadClasses, other.roadClasses, sign),
                unmatched.plus(other.unmatched, sign),
                plus(new TreeMap<SpeedBand, Driven>(), speedBands, other.speedBands, sign),
                speedUnknown.plus(other.speedUnknown, sign),
                brakings.plus(other.brakings, sign),
                accelerations.plus(other.accelerations, sign),
                cornerings.plus(other.cornerings, sign),
                harshExposureMm + sign * other.harshExposureMm,
                speedingExposureMm + sign * other.speedingExposureMm);
    }

    private static <K> Map<K, Driven> plus(Map<K, Driven> sum, Map<K, Driven> one, Map<K, Driven> other, int sign) {
        sum.putAll(one);
        other.forEach(
                (key, driven) -> sum.put(key, sum.getOrDefault(key, Driven.NONE).plus(driven, sign)));
        return sum;
    }
}
