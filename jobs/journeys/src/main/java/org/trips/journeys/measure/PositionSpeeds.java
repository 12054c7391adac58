package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.points.Point;

/**
 * Between what bounds the positions around a point put its speed, as a mean over the seconds around: no less than
 * straight across, which cuts bends short, and no more than from fix to fix, to which noise adds.
 */
final class PositionSpeeds {
    /** Over a shorter time the noise of positions decides. */
    private static final long HALF_BASELINE_MILLIS = 5_000;
    /** So many fixes in a baseline, or it says nothing of the moment in its middle. */
    private static final int FEWEST_FIXES = 5;

    private static final double MILLIS_PER_SECOND = 1000;

    private final List<Point> points;
    private final boolean[] telling;
    private final double[] least;
    private final double[] most;

    PositionSpeeds(List<Point> points) {
        this.points = points;
        int size = points.size();
        telling = new boolean[size];
        least = new double[size];
        most = new double[size];
        double[] metres = new double[size];
        for (int i = 1; i < size; i++) {
            metres[i] = metres[i - 1] + straight(i - 1, i);
        }
        int from = 0;
        int to = 0;
        for (int i = 0; i < size; i++) {
            while (time(i) - time(from) > HALF_BASELINE_MILLIS) {
                from++;
            }
            while (to + 1 < size && time(to + 1) - time(i) <= HALF_BASELINE_MILLIS) {
                to++;
            }
            telling[i] = to - from >= FEWEST_FIXES - 1
                    && time(i) - time(from) >= HALF_BASELINE_MILLIS / 2
                    && time(to) - time(i) >= HALF_BASELINE_MILLIS / 2;
            // Fixes further apart than the baseline: their neighbours are all there is.
            int first = from == to ? Math.max(0, i - 1) : from;
            int last = from == to ? Math.min(size - 1, i + 1) : to;
            double seconds = (time(last) - time(first)) / MILLIS_PER_SECOND;
            least[i] = seconds == 0 ? 0 : straight(first, last) / seconds;
            most[i] = seconds == 0 ? 0 : (metres[last] - metres[first]) / seconds;
        }
    }

    /** Whether fixes lie close enough on both sides to tell the speed at this one. */
    boolean telling(int i) {
        return telling[i];
    }

    /** Metres per second straight across the seconds around, or between its neighbours where they lie further apart. */
    double least(int i) {
        return least[i];
    }

    /** Metres per second from fix to fix. */
    double most(int i) {
        return most[i];
    }

    /** Metres straight from one point to another. */
    double straight(int a, int b) {
        return points.get(a).metresTo(points.get(b));
    }

    private long time(int i) {
        return points.get(i).timeMillis();
    }
}
