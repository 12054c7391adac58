package org.trips.roads.osm;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trips.roads.RoadNetwork;

/**
 * Reads a way's speed limit for each direction from its tags, in km/h as {@link RoadNetwork#speedLimitKmh} gives it.
 * The first of these that says something counts: maxspeed:forward or maxspeed:backward, maxspeed, maxspeed:type,
 * source:maxspeed, zone:maxspeed, zone:traffic. What depends on lane, time or weather is passed over, and so is a value
 * that names several limits: such a limit is unknown rather than guessed. Follows
 * https://wiki.openstreetmap.org/wiki/Key:maxspeed. Immutable and thread-safe.
 */
final class SpeedLimits {
    private static final List<String> FORWARD_KEYS = keys("maxspeed:forward");
    private static final List<String> BACKWARD_KEYS = keys("maxspeed:backward");

    private static final Pattern SIGNED = Pattern.compile("(\\d{1,3}(?:\\.\\d+)?) ?(mph|km/h|kmh|kph)?");
    private static final double KMH_PER_MPH = 1.609344;
    /** Walking pace: the value courts give the German sign, as the wiki has it for DE:living_street. */
    private static final int WALKING_KMH = 7;

    private final ImplicitLimits implicit = new ImplicitLimits();

    int forwardKmh(Map<String, String> tags) {
        return first(FORWARD_KEYS, tags);
    }

    int backwardKmh(Map<String, String> tags) {
        return first(BACKWARD_KEYS, tags);
    }

    private int first(List<String> keys, Map<String, String> tags) {
        for (String key : keys) {
            String value = tags.get(key);
            if (value != null) {
                OptionalInt limit = limit(value.trim());
                if (limit.isPresent()) {
                    return limit.getAsInt();
                }
            }
        }
        return RoadNetwork.UNKNOWN_LIMIT;
    }

    private OptionalInt limit(String value) {
        OptionalInt signed = signed(value);
        return signed.isPresent() ? signed : implicit.limitKmh(value);
    }

    /** A limit as on a sign: "50", "30 mph", "none", "walk". Empty where it is none of them or cannot be. */
    static OptionalInt signed(String value) {
        if (value.equals("none")) {
            return OptionalInt.of(RoadNetwork.UNLIMITED);
        }
        if (value.equals("walk")) {
            return OptionalInt.of(WALKING_KMH);
        }
        Matcher matcher = SIGNED.matcher(value);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        double kmh = Double.parseDouble(matcher.group(1)) * ("mph".equals(matcher.group(2)) ? KMH_PER_MPH : 1);
        int rounded = (int) Math.round(kmh);
        boolean possible = rounded > RoadNetwork.UNKNOWN_LIMIT && rounded < RoadNetwork.UNLIMITED;
        return possible ? OptionalInt.of(rounded) : OptionalInt.empty();
    }

    private static List<String> keys(String ofDirection) {
        return List.of(ofDirection, "maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic");
    }
}
