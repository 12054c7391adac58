package org.trips.roads.osm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trips.roads.LimitRule;
import org.trips.roads.PostedLimits;
import org.trips.roads.RoadNetwork;
import org.trips.roads.TransportMode;
import org.trips.roads.WeekHours;

/**
 * Reads a way's speed limits for each direction from its tags. The most special tag counts: of a kind of vehicle in the
 * direction, of the kind of vehicle, of the direction, of the whole way; beside each of them, what its {@code
 * :conditional} says comes first. For everybody, codes in maxspeed:type, source:maxspeed, zone:maxspeed and zone:traffic
 * stand in for a sign. A value that cannot be read leaves the limit unknown. Limits by lane are left out knowingly: on
 * which lane a vehicle drives is not known. Follows https://wiki.openstreetmap.org/wiki/Key:maxspeed. Immutable and
 * thread-safe.
 */
final class SpeedLimits {
    private static final String KEY = "maxspeed";
    private static final String FORWARD = ":forward";
    private static final String BACKWARD = ":backward";
    private static final List<String> CODE_KEYS =
            List.of("maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic");

    private static final Pattern SIGNED = Pattern.compile("(\\d{1,3}(?:\\.\\d+)?) ?(mph|km/h|kmh|kph)?");
    private static final double KMH_PER_MPH = 1.609344;
    /** Walking pace: the value courts give the German sign, as the wiki has it for DE:living_street. */
    private static final int WALKING_KMH = 7;

    /** In place of a limit where no sign stands. */
    private static final int NO_SIGN = -1;

    /** A tag, and the one that says when another limit holds instead. */
    private record Tags(String key, String conditionalKey) {
        static Tags of(String key) {
            return new Tags(key, key + ":conditional");
        }
    }

    /** The tags that speak of one direction, the most special first. */
    private record Direction(Map<TransportMode, List<Tags>> ofMode, List<Tags> ofEverybody) {
        static Direction of(String suffix) {
            Map<TransportMode, List<Tags>> ofMode = new EnumMap<>(TransportMode.class);
            for (TransportMode mode : TransportMode.values()) {
                String key = KEY + ":" + mode.label();
                ofMode.put(mode, List.of(Tags.of(key + suffix), Tags.of(key)));
            }
            return new Direction(ofMode, List.of(Tags.of(KEY + suffix), Tags.of(KEY)));
        }
    }

    private static final Direction AHEAD = Direction.of(FORWARD);
    private static final Direction BACK = Direction.of(BACKWARD);

    private final ImplicitLimits implicit = new ImplicitLimits();

    PostedLimits forward(Map<String, String> tags) {
        return new Reading(tags).limits(AHEAD);
    }

    PostedLimits backward(Map<String, String> tags) {
        return new Reading(tags).limits(BACK);
    }

    /** One way's tags, read for one direction. */
    private final class Reading {
        private final Map<String, String> tags;
        private final List<LimitRule> rules = new ArrayList<>();
        private boolean unreadable;

        Reading(Map<String, String> tags) {
            this.tags = tags;
        }

        PostedLimits limits(Direction direction) {
            direction.ofMode.forEach((mode, levels) -> {
                int bit = mode.bit();
                int kmh = sign(levels, bit);
                if (kmh != NO_SIGN) {
                    rules.add(new LimitRule(kmh, bit, WeekHours.ALWAYS, false));
                }
            });
            int sign = sign(direction.ofEverybody, TransportMode.ALL);
            int kmh = sign == NO_SIGN || sign == RoadNetwork.UNKNOWN_LIMIT ? code() : sign;
            return new PostedLimits(kmh, rules, unreadable);
        }

        /** The first sign that stands there, after the rules that come before it. */
        private int sign(List<Tags> levels, int modes) {
            for (Tags level : levels) {
                String conditional = tags.get(level.conditionalKey);
                if (conditional != null) {
                    ConditionalLimits read = ConditionalLimits.read(conditional, modes, SpeedLimits.this::limit);
                    rules.addAll(read.rules());
                    unreadable |= read.unreadable();
                }
                String value = tags.get(level.key);
                if (value != null) {
                    OptionalInt limit = limit(value);
                    unreadable |= limit.isEmpty();
                    return limit.orElse(RoadNetwork.UNKNOWN_LIMIT);
                }
            }
            return NO_SIGN;
        }

        private int code() {
            for (String key : CODE_KEYS) {
                String value = tags.get(key);
                if (value != null) {
                    OptionalInt limit = limit(value);
                    if (limit.isPresent()) {
                        return limit.getAsInt();
                    }
                }
            }
            return RoadNetwork.UNKNOWN_LIMIT;
        }
    }

    private OptionalInt limit(String value) {
        String text = value.trim();
        OptionalInt signed = signed(text);
        return signed.isPresent() ? signed : implicit.limitKmh(text);
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
}
