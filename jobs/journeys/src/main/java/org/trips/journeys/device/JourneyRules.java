package org.trips.journeys.device;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadNetwork;

/**
 * What turns points into journeys beside the points themselves: road networks and profiles by the time from which they
 * hold, the pseudonyms of devices, and the horizon after which a journey is settled. Roads may be none, and so may tables
 * of default limits; a profile there must be. Immutable.
 *
 * @param compared other profiles, whose harsh events stand beside those of the profile in force and count in nothing
 */
public record JourneyRules(
        Versions<RoadNetwork> roads,
        Versions<Profile> profiles,
        Versions<DefaultLimits> defaultLimits,
        Pseudonyms pseudonyms,
        Duration horizon,
        List<Profile> compared) {

    /** After this much of a device's time a journey no longer waits for late uploads. */
    public static final Duration DEFAULT_HORIZON = Duration.ofDays(2);

    /** @throws IllegalArgumentException naming what is wrong, if two profiles that could meet on a journey share an id */
    public JourneyRules {
        compared = List.copyOf(compared);
        Set<String> ids = new HashSet<>();
        profiles.all().forEach(profile -> ids.add(profile.id()));
        for (Profile other : compared) {
            if (!ids.add(other.id())) {
                throw new IllegalArgumentException("Another profile is called " + other.id()
                        + " too: give each an id of its own, so that events can tell which profile made them.");
            }
        }
        if (profiles.isEmpty()) {
            throw new IllegalArgumentException("At least one profile is needed to tell journeys by.");
        }
        if (horizon.isNegative() || horizon.isZero()) {
            throw new IllegalArgumentException("The horizon is " + horizon + "; it must be above 0.");
        }
    }

    /** Rules without default limits, where no profile is compared with the one in force. */
    public JourneyRules(
            Versions<RoadNetwork> roads, Versions<Profile> profiles, Pseudonyms pseudonyms, Duration horizon) {
        this(roads, profiles, Versions.none(), pseudonyms, horizon, List.of());
    }

    /**
     * Raised with every change to how journeys are found, matched or measured: those that a later release finds in its
     * state and are not settled are then measured again.
     */
    static final int MEASURING_VERSION = 6;

    /** The same on other roads. */
    public JourneyRules withRoads(Versions<RoadNetwork> others) {
        return new JourneyRules(others, profiles, defaultLimits, pseudonyms, horizon, compared);
    }

    /** The same under another pseudonym key. */
    public JourneyRules withPseudonyms(Pseudonyms others) {
        return new JourneyRules(roads, profiles, defaultLimits, others, horizon, compared);
    }

    /** Names the roads and profiles and the times from which they hold: other ones may find other journeys. */
    long digest() {
        StringBuilder text = new StringBuilder().append(MEASURING_VERSION).append('\n');
        roads.byTime()
                .forEach((from, held) ->
                        text.append(from).append(' ').append(held.version()).append('\n'));
        profiles.byTime()
                .forEach((from, held) ->
                        text.append(from).append(' ').append(held).append('\n'));
        defaultLimits
                .byTime()
                .forEach((from, held) ->
                        text.append(from).append(' ').append(held).append('\n'));
        compared.forEach(other -> text.append("compared ").append(other).append('\n'));
        return new ContentDigest().add(text).value();
    }
}
