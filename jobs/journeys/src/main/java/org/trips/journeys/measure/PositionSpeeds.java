package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.roads.Earth;

/**
 * Between what bounds the positions around a point put its speed, as a mean over the seconds around: no less than
 * straight across, which cuts bends short, and no more than from fix to fix, to which noise adds.
 */
final class PositionSpeeds {
    /** Over a shorter time the noise of positions decides. */
    static final long HALF_BASELINE_MILLIS = 5_000;
    /** So many fixes in a baseline, or it says nothing of the moment in its middle. */
    private static final int FEWEST_FIXES = 5;

    private static final double MILLIS_PER_SECOND = 1000;

    private final List<Point> points;
    private final double[] metres;
    private final int[] from;
    private final int[] to;

    PositionSpeeds(List<Point> points) {
        this.points = points;
        int size = points.size();
        metres = new double[size];
        from = new int[size];
        to = new int[size];
        for (int i = 1; i < size; i++) {
            metres[i] = metres[i - 1] + straight(i - 1, i);
        }
        int first = 0;
        int last = 0;
        for (int i = 0; i < size; i++) {
            while (time(i) - time(first) > HALF_BASELINE_MILLIS) {
                first++;
            }
            while (last + 1 < size && time(last + 1) - time(i) <= HALF_BASELINE_MILLIS) {
                last++;
            }
            from[i] = first;
            to[i] = last;
        }
    }

    /** Whether fixes lie close enough on both sides to tell the speed at this one. */
    boolean telling(int i) {
        return to[i] - from[i] >= FEWEST_FIXES - 1
                && time(i) - time(from[i]) >= HALF_BASELINE_MILLIS / 2
                && time(to[i]) - time(i) >= HALF_BASELINE_MILLIS / 2;
    }

    /** Metres per second straight across the baseline, or between its neighbours where they lie further apart. */
    double least(int i) {
        int a = first(i);
        int b = last(i);
        return over(straight(a, b), a, b);
    }

    /** Metres per second from fix to fix. */
    double most(int i) {
        int a = first(i);
        int b = last(i);
        return over(metres[b] - metres[a], a, b);
    }

    /** Metres straight from one point to another. */
    double straight(int a, int b) {
        Point p = points.get(a);
        Point q = points.get(b);
        return Earth.metres(p.latitude(), p.longitude(), q.latitude(), q.longitude());
    }

    private int first(int i) {
        return from[i] == to[i] ? Math.max(0, i - 1) : from[i];
    }

    private int last(int i) {
        return from[i] == to[i] ? Math.min(points.size() - 1, i + 1) : to[i];
    }

    private double over(double way, int a, int b) {
        long millis = time(b) - time(a);
        return millis == 0 ? 0 : way / (millis / MILLIS_PER_SECOND);
    }

    private long time(int i) {
        return points.get(i).timeMillis();
    }
}
