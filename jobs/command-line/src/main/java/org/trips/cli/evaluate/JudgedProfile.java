package org.trips.cli.evaluate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.evaluation.KnownEvent;
import org.trips.journeys.evaluation.ProfileJudge;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;

/** One profile under judgement, at its own thresholds and at others. Not thread-safe. */
public final class JudgedProfile {
    private final String name;
    private final ProfileJudge judge;
    private final Map<Double, ProfileJudge> byThreshold = new LinkedHashMap<>();

    private JudgedProfile(String name, ProfileJudge judge) {
        this.name = name;
        this.judge = judge;
    }

    /**
     * Begins without drives.
     *
     * @param gpsAlone whether accelerometers are passed over
     * @param roads or null
     * @param thresholds in m/s², beside the profile's own
     */
    public static JudgedProfile of(
            Profile profile, boolean gpsAlone, RoadNetwork roads, Duration tolerance, List<Double> thresholds) {
        JudgedProfile judged = new JudgedProfile(
                gpsAlone ? profile.id() + ", GPS alone" : profile.id(), judge(profile, gpsAlone, roads, tolerance));
        for (double threshold : thresholds) {
            judged.byThreshold.put(threshold, judge(profile.withHarshFrom(threshold), gpsAlone, roads, tolerance));
        }
        return judged;
    }

    private static ProfileJudge judge(Profile profile, boolean gpsAlone, RoadNetwork roads, Duration tolerance) {
        return gpsAlone
                ? ProfileJudge.ofGpsAlone(roads, profile, tolerance)
                : ProfileJudge.of(roads, profile, tolerance);
    }

    /** Adds one device with what is known of it. */
    public void add(WholeHistory device, List<KnownEvent> known) {
        judge.add(device, known);
        byThreshold.values().forEach(other -> other.add(device, known));
    }

    String name() {
        return name;
    }

    /** At the profile's own thresholds. */
    public ProfileJudge judge() {
        return judge;
    }

    /** At the others, in the order given. */
    Map<Double, ProfileJudge> byThreshold() {
        return byThreshold;
    }
}
