package org.trips.roads;

import java.util.List;

/**
 * What is posted for one direction of a way. Immutable.
 *
 * @param kmh the limit for everybody at all times, as {@link RoadNetwork#speedLimitKmh} gives it
 * @param rules those for some vehicles or hours, the first that holds counting before the others and before {@code kmh}
 * @param unreadable whether something about limits stands there that could not be read
 */
public record PostedLimits(int kmh, List<LimitRule> rules, boolean unreadable) {
    public static final PostedLimits UNKNOWN = ofAll(RoadNetwork.UNKNOWN_LIMIT);

    public PostedLimits {
        if (kmh < RoadNetwork.UNKNOWN_LIMIT || kmh > RoadNetwork.UNLIMITED) {
            throw new IllegalArgumentException("a limit of " + kmh + " km/h");
        }
        rules = List.copyOf(rules);
    }

    /** One limit for all vehicles at all times. */
    public static PostedLimits ofAll(int kmh) {
        return new PostedLimits(kmh, List.of(), false);
    }
}
