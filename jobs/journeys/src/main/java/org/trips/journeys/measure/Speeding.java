package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;

/**
 * Finds speeding: above {@code max(limit + 10 %, limit + 8 km/h)} for at least 10 s (as the profile has it). Both
 * ends of an interval must be above, so one wrong fix makes none. An episode goes on over a change of limit if the
 * speed is above the new one too, and ends where the limit or the speed is unknown, or there is no limit: what is not
 * known is not held against anyone.
 */
final class Speeding {
    static final double KMH_PER_MPS = 3.6;

    private final RoadNetwork roads;
    private final Profile.Speeding rule;
    private final List<SpeedingEpisode> episodes = new ArrayList<>();
    private int first = -1;
    private int last;
    private double worstExcessMps;

    private Speeding(RoadNetwork roads, Profile.Speeding rule) {
        this.roads = roads;
        this.rule = rule;
    }

    static List<SpeedingEpisode> find(Course course, Intervals intervals, RoadNetwork roads, Profile profile) {
        Speeding speeding = new Speeding(roads, profile.speeding());
        for (int k = 0; k < course.stretches(); k++) {
            // An edge passed within one millisecond tells nothing of how long anything lasted.
            if (course.endMillis(k) > course.startMillis(k)) {
                speeding.look(course, intervals, k);
            }
        }
        speeding.end(course, intervals);
        return speeding.episodes;
    }

    /** Whether nothing is known of what may be driven on that stretch. */
    static boolean limitUnknown(Course course, int stretch, RoadNetwork roads) {
        int edge = course.edge(stretch);
        return edge == Course.NO_EDGE || roads.speedLimitKmh(edge) == 0;
    }

    private void look(Course course, Intervals intervals, int stretch) {
        int edge = course.edge(stretch);
        int limitKmh = limitUnknown(course, stretch, roads) ? RoadNetwork.UNLIMITED : roads.speedLimitKmh(edge);
        if (limitKmh == RoadNetwork.UNLIMITED) {
            end(course, intervals);
            return;
        }
        double limit = limitKmh / KMH_PER_MPS;
        int interval = course.interval(stretch);
        if (!(intervals.slowestMps(interval) > rule.toleratedMps(limit))) {
            end(course, intervals);
            return;
        }
        if (first < 0) {
            first = stretch;
            worstExcessMps = 0;
        }
        last = stretch;
        worstExcessMps = Math.max(worstExcessMps, intervals.fastestMps(interval) - limit);
    }

    private void end(Course course, Intervals intervals) {
        if (first < 0) {
            return;
        }
        long start = course.startMillis(first);
        long end = course.endMillis(last);
        if (end - start >= rule.shortest().toMillis()) {
            episodes.add(new SpeedingEpisode(
                    start,
                    end,
                    worstExcessMps,
                    intervals.fastestMps(course.interval(first)),
                    intervals.fastestMps(course.interval(last)),
                    roads.roadClass(course.edge(first))));
        }
        first = -1;
    }
}
