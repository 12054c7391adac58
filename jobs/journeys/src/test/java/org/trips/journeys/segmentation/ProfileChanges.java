package org.trips.journeys.segmentation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;

/** Profiles that find other journeys in the same points, and come into force while these are driven. */
public final class ProfileChanges {
    private static final int MOST_CHANGES = 5;

    private ProfileChanges() {}

    /** Profiles of which each but the first holds from about the time of one of the points. */
    public static Versions<Profile> within(List<Point> points, Random random) {
        Map<Instant, Profile> byTime = new TreeMap<>(Map.of(Instant.EPOCH, Profile.defaults()));
        for (int i = points.isEmpty() ? 0 : random.nextInt(MOST_CHANGES + 1); i > 0; i--) {
            long millis = points.get(random.nextInt(points.size())).timeMillis();
            byTime.put(Instant.ofEpochMilli(millis + random.nextInt(3) - 1), other("p" + i, random));
        }
        return Versions.from(byTime);
    }

    private static Profile other(String id, Random random) {
        Profile defaults = Profile.defaults();
        Profile.Segmentation usual = defaults.segmentation();
        return new Profile(
                id,
                new Profile.Segmentation(
                        Duration.ofSeconds(60 + random.nextInt(600)),
                        50 + random.nextInt(300),
                        Duration.ofSeconds(700 + random.nextInt(5000)),
                        random.nextInt(400),
                        Duration.ofSeconds(random.nextInt(120)),
                        Duration.ofSeconds(6000 + random.nextInt(80_000)),
                        usual.slowestBridgeMps() * 2 * random.nextDouble(),
                        Duration.ofSeconds(random.nextBoolean() ? 0 : random.nextInt(900)),
                        random.nextInt(4000)),
                new Profile.Cleaning(100 + random.nextInt(6000), 10 + random.nextInt(80), 0.06),
                defaults.measuring(),
                defaults.harsh(),
                defaults.speeding(),
                defaults.night(),
                defaults.exposure(),
                defaults.geometry());
    }
}
