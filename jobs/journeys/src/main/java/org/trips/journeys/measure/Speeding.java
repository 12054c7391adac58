package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.ExceededLimit;
import org.trips.journeys.LimitSource;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;

/**
 * Finds speeding: above {@code max(limit + 10 %, limit + 8 km/h)} for at least 10 s (as the profile has it). Both
 * ends of an interval must be above, so one wrong fix makes none. An episode goes on over a change of limit if the
 * speed is above the new one too, and ends where the limit or the speed is unknown, there is no limit, or nobody saw the
 * vehicle: what is not known is not held against anyone. Nor is a mean speed on a way with several limits, unless it is
 * above all of them, nor a speed with which the vehicle would have come further than it did.
 */
final class Speeding {
    static final double KMH_PER_MPS = 3.6;

    /**
     * Longer than this between two points is a hole in which nobody saw how fast the vehicle was. The shortest holes in
     * recorded drives last 44 s; devices that send twice a minute are still judged, by their mean speed.
     */
    private static final long LONGEST_SEEN_MILLIS = 40_000;

    /** How much less far a vehicle may seem to have come than it did, by the noise of where it was at start and end. */
    private static final double NOISE_METRES = 10;

    private static final double MILLIS_PER_SECOND = 1000;
    private static final double MM_PER_METRE = 1000;

    private final Course course;
    private final Intervals intervals;
    private final Limits limits;
    private final Profile.Speeding rule;
    private final List<SpeedingEpisode> episodes = new ArrayList<>();
    private final List<ExceededLimit> exceeded = new ArrayList<>();
    private int first = -1;
    private int last;
    private double toleratedMetres;
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

    /** Whether speeding would have been found there: the limit is known, and somebody saw how fast the vehicle was. */
    static boolean wouldBeFound(Limits limits, Intervals intervals, Course course, int stretch) {
        return seen(intervals, course.interval(stretch))
                && judgedBy(limits, intervals, course, stretch).source() != LimitSource.UNKNOWN;
    }

    private static boolean seen(Intervals intervals, int interval) {
        return intervals.endMillis(interval) - intervals.startMillis(interval) <= LONGEST_SEEN_MILLIS
                && !Double.isNaN(intervals.slowestMps(interval));
    }

    /**
     * The limit of a stretch where the device tells its speed there; else, since a mean tells of the whole way between two
     * points, the highest on that, which is unknown where one is, and none where there is none.
     */
    private static KnownLimit judgedBy(Limits limits, Intervals intervals, Course course, int stretch) {
        int interval = course.interval(stretch);
        if (intervals.reported(interval)) {
            return limits.of(stretch);
        }
        int from = stretch;
        while (from > 0 && course.interval(from - 1) == interval && !course.lost(from - 1)) {
            from--;
        }
        KnownLimit highest = limits.of(from);
        for (int k = from; k < course.stretches() && course.interval(k) == interval; k++) {
            if (limits.isUnknown(k)) {
                return KnownLimit.UNKNOWN;
            }
            if (limits.of(k).kmh() > highest.kmh()) {
                highest = limits.of(k);
            }
        }
        return highest;
    }

    private void look(int stretch) {
        int interval = course.interval(stretch);
        if (!seen(intervals, interval)) {
            end();
            return;
        }
        KnownLimit here = judgedBy(limits, intervals, course, stretch);
        double limitMps = here.kmh() / KMH_PER_MPS;
        double toleratedMps = rule.toleratedMps(limitMps);
        if (here.source() == LimitSource.UNKNOWN
                || here.kmh() == RoadNetwork.UNLIMITED
                || !(intervals.slowestMps(interval) > toleratedMps)) {
            end();
            return;
        }
        if (first < 0) {
            first = stretch;
            worstExcessMps = 0;
            toleratedMetres = 0;
            begin(here);
        } else if (here.kmh() != limit.kmh() || here.source() != limit.source()) {
            noteLimit();
            begin(here);
        }
        last = stretch;
        toleratedMetres += toleratedMps * (course.endMillis(stretch) - course.startMillis(stretch)) / MILLIS_PER_SECOND;
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
        double metres = (course.endMm(last) - course.startMm(first)) / MM_PER_METRE;
        if (end - start >= rule.shortest().toMillis() && metres >= toleratedMetres - NOISE_METRES) {
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
