package org.trips.cli.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.roads.Earth;

/**
 * The points at hand, by device and in order of time, so that journeys can be drawn from them: the documents hold no
 * positions. Not thread-safe.
 */
public final class RecordedPoints {
    private static final double MILLIS = 1_000.0;

    private final Map<String, TreeMap<Long, Point>> byDevice = new HashMap<>();

    /**
     * Adds points in any order; of two at one time the more accurate stays.
     *
     * @param device the pseudonym, as the documents have it
     */
    public void add(String device, List<Point> points) {
        TreeMap<Long, Point> known = byDevice.computeIfAbsent(device, name -> new TreeMap<>());
        for (Point point : points) {
            known.merge(point.timeMillis(), point, RecordedPoints::moreAccurate);
        }
    }

    /** What a map should show of one journey: without fixes too inaccurate, and without jumps no vehicle can make. */
    public List<Point> of(String device, long startMillis, long endMillis, Profile.Cleaning cleaning) {
        List<Point> shown = new ArrayList<>();
        TreeMap<Long, Point> known = byDevice.getOrDefault(device, new TreeMap<>());
        for (Point point : known.subMap(startMillis, true, endMillis, true).values()) {
            boolean inaccurate = point.accuracyMetres() > cleaning.worstAccuracyMetres();
            if (!inaccurate && (shown.isEmpty() || reachable(shown.get(shown.size() - 1), point, cleaning))) {
                shown.add(point);
            }
        }
        return shown;
    }

    private static boolean reachable(Point from, Point to, Profile.Cleaning cleaning) {
        double metres = Earth.metres(from.latitude(), from.longitude(), to.latitude(), to.longitude());
        return metres <= cleaning.fastestMps() * (to.timeMillis() - from.timeMillis()) / MILLIS;
    }

    /** An accuracy not known counts as the worst. */
    private static Point moreAccurate(Point one, Point other) {
        return Double.isNaN(one.accuracyMetres()) || other.accuracyMetres() < one.accuracyMetres() ? other : one;
    }
}
