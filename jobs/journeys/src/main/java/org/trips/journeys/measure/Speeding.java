package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.ExceededLimit;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;

/**
 * Finds speeding: above {@code max(limit + 10 %, limit + 8 km/h)} for at least 10 s (as the profile has it). Both
 * ends of an interval must be above, so one wrong fix makes none. An episode goes on over a change of limit if the
 * speed is above the new one too, and ends where the limit or the speed is unknown, there is no limit, or nobody saw the
 * vehicle: what is not known is not held against anyone.
 */
final class Speeding {
    static final double KMH_PER_MPS = 3.6;

    /**
     * Longer than this between two points is a hole in which nobody saw how fast the vehicle was. The shortest holes in
     * recorded drives last 44 s; devices that send twice a minute are still judged, by their mean speed.
     */
    private static final long LONGEST_SEEN_MILLIS = 40_000;

    private final Course course;
    private final Intervals intervals;
    private final Limits limits;
    private final Profile.Speeding rule;
    private final List<SpeedingEpisode> episodes = new ArrayList<>();
    private final List<ExceededLimit> exceeded = new ArrayList<>();
    private int first = -1;
    private int last;
    private double worstExcessMps;
    private KnownLimit limit;
    private double worstExcessOfLimitMps;

    private Speeding(Course course, Intervals intervals, Limits limits, Profile.Speeding rule) {
        this.course = course;
        this.intervals = intervals;
        this.limits = limits;
        this.rule = rule;
    }

    static List<SpeedingEpisode> find(Course course, Intervals intervals, Limits limits, Profile.Speeding rule) {
        Speeding speeding = new Speeding(course, intervals, limits, rule);
        for (int k = 0; k < course.stretches(); k++) {
            // An edge passed within one millisecond tells nothing of how long anything lasted.
            if (course.endMillis(k) > course.startMillis(k)) {
                speeding.look(k);
            }
        }
        speeding.end();
        return speeding.episodes;
    }

    private void look(int stretch) {
        KnownLimit here = limits.of(stretch);
        double limitMps = here.kmh() / KMH_PER_MPS;
        int interval = course.interval(stretch);
        boolean limited = here.kmh() != RoadNetwork.UNKNOWN_LIMIT && here.kmh() != RoadNetwork.UNLIMITED;
        boolean seen = intervals.endMillis(interval) - intervals.startMillis(interval) <= LONGEST_SEEN_MILLIS;
        if (!limited || !seen || !(intervals.slowestMps(interval) > rule.toleratedMps(limitMps))) {
            end();
            return;
        }
        if (first < 0) {
            first = stretch;
            worstExcessMps = 0;
            begin(here);
        } else if (here.kmh() != limit.kmh() || here.source() != limit.source()) {
            noteLimit();
            begin(here);
        }
        last = stretch;
        double excessMps = intervals.fastestMps(interval) - limitMps;
        worstExcessMps = Math.max(worstExcessMps, excessMps);
        worstExcessOfLimitMps = Math.max(worstExcessOfLimitMps, excessMps);
    }

    private void begin(KnownLimit here) {
        limit = here;
        worstExcessOfLimitMps = 0;
    }

    private void noteLimit() {
        exceeded.add(new ExceededLimit(limit.kmh(), limit.source(), Hundredths.of(worstExcessOfLimitMps)));
    }

    private void end() {
        if (first < 0) {
            return;
        }
        noteLimit();
        long start = course.startMillis(first);
        long end = course.endMillis(last);
        if (end - start >= rule.shortest().toMillis()) {
            episodes.add(new SpeedingEpisode(
                    start,
                    end,
                    worstExcessMps,
                    intervals.fastestMps(course.interval(first)),
                    intervals.fastestMps(course.interval(last)),
                    exceeded));
        }
        exceeded.clear();
        first = -1;
    }
}
