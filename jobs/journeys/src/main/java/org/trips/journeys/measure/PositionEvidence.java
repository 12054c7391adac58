package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.points.Point;

/**
 * What speaks for a harsh manoeuvre beside the two speeds that tell of it. A speed that froze, is repeated, leaps or comes late
 * steps where it finds back to the truth, and the step looks like a manoeuvre; the positions went on all the while and show
 * none. They are too noisy to accuse anybody by, but not to acquit. Its numbers were chosen on simulated drives with each
 * such defect, as the largest and smallest at which nothing true is lost at a noise of 10 m; see the module's README.
 */
final class PositionEvidence {
    /** Over a shorter time the noise of positions decides; over a longer, what came before and after the manoeuvre. */
    private static final long WINDOW_MILLIS = 3_000;
    /** Less of a window, at the end of a drive or beside a hole, tells nothing. */
    private static final long SHORTEST_WINDOW_MILLIS = 2_000;
    /** A receiver filters its speeds, which then lag behind its positions by up to this ... */
    private static final long LONGEST_LAG_MILLIS = 3_000;
    /** ... or its positions, which lag behind its speeds by up to this. */
    private static final long LONGEST_LEAD_MILLIS = 1_000;
    /** So much of a change of speed must the positions show. */
    private static final double LEAST_SHOWN = 0.7;
    /** A mean speed may lie so far outside what the positions tell, by their noise. */
    private static final double NOISE_MPS = 2.5;
    /** A vehicle is a little faster than the straight lines between its fixes, which its receiver may have smoothed. */
    private static final double BEND_FACTOR = 1.1;
    /**
     * A value that stood still for so long was held back: no driver keeps a speed to the centimetre, but that of a vehicle
     * that stands, unless the next one stands still at once. Where a device rounds its speeds it may be true, and the first
     * second of a manoeuvre is left out.
     */
    private static final long HELD_MILLIS = 3_000;
    /** Positions that get away no faster are of a vehicle that stands. */
    private static final double STANDING_MPS = 1;
    /** So much of a change is still there one point later, and was not there one point before, or it was a flicker. */
    private static final double LEAST_LASTING = 0.75;

    private static final double MILLIS_PER_SECOND = 1000;

    private final List<Point> points;
    private final Speeds speeds;
    private final long longestStepMillis;

    /** @param longestStepMillis between points further apart nobody saw what happened */
    PositionEvidence(List<Point> points, Speeds speeds, long longestStepMillis) {
        this.points = points;
        this.speeds = speeds;
        this.longestStepMillis = longestStepMillis;
    }

    /**
     * Whether a change of speed between a point and the next is borne out: it lasts, it is not that of a value held back,
     * and positions show it, at that time or as much earlier or later as one may lag behind the other. What nothing is known of
     * is not borne out.
     */
    boolean bearsOut(int i) {
        double changeMps = speeds.mps(i + 1) - speeds.mps(i);
        return !held(i) && lasts(i - 1, i + 1, changeMps) && lasts(i, i + 2, changeMps) && shown(i, changeMps);
    }

    /** Whether enough is known around a point and the next for a change between them to be borne out. */
    boolean known(int i) {
        return millis(windowTo(i), i) >= SHORTEST_WINDOW_MILLIS
                && millis(i + 1, windowFrom(i + 1)) >= SHORTEST_WINDOW_MILLIS;
    }

    private boolean held(int i) {
        int from = i;
        while (from > 0 && inStep(from - 1) && speeds.mps(from - 1) == speeds.mps(i)) {
            from--;
        }
        if (millis(from, i) < HELD_MILLIS) {
            return false;
        }
        boolean stands = speeds.standing(i) && least(windowTo(i), i) < STANDING_MPS;
        boolean stillAgain = i + 2 < points.size() && speeds.mps(i + 2) == speeds.mps(i + 1);
        return !stands || stillAgain;
    }

    private boolean lasts(int from, int to, double changeMps) {
        return from < 0
                || to >= points.size()
                || !inStep(from)
                || !inStep(to - 1)
                || (speeds.mps(to) - speeds.mps(from)) / changeMps >= LEAST_LASTING;
    }

    private boolean shown(int i, double changeMps) {
        double reportedBefore = meanReported(windowTo(i), i);
        double reportedAfter = meanReported(i + 1, windowFrom(i + 1));
        int latest = i;
        while (latest + 2 < points.size() && millis(i, latest + 1) <= LONGEST_LEAD_MILLIS) {
            latest++;
        }
        for (int at = latest; at >= 0 && millis(at, i) <= LONGEST_LAG_MILLIS; at--) {
            int from = windowTo(at);
            int to = windowFrom(at + 1);
            double change = changeMps < 0 ? most(from, at) - least(at + 1, to) : most(at + 1, to) - least(from, at);
            if (known(at)
                    && change >= LEAST_SHOWN * Math.abs(changeMps)
                    && agrees(reportedBefore, from, at)
                    && agrees(reportedAfter, at + 1, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean agrees(double mps, int from, int to) {
        return mps >= least(from, to) - NOISE_MPS && mps <= most(from, to) + NOISE_MPS;
    }

    /**
     * The fastest, in m/s, that the vehicle can have been on the way between two points, by where it was from one point before
     * to one point after, since positions and speeds are seldom of quite the same moment. A way into a hole says nothing.
     */
    double fastestMps(int from, int to) {
        int first = from > 0 && inStep(from - 1) ? from - 1 : from;
        int last = to + 1 < points.size() && inStep(to) ? to + 1 : to;
        return BEND_FACTOR * most(first, last);
    }

    /** Where the window that ends at a point begins. */
    private int windowTo(int end) {
        int from = end;
        while (from > 0 && inStep(from - 1) && millis(from, end) < WINDOW_MILLIS) {
            from--;
        }
        return from;
    }

    /** Where the window that begins at a point ends. */
    private int windowFrom(int start) {
        int to = start;
        while (to + 1 < points.size() && inStep(to) && millis(start, to) < WINDOW_MILLIS) {
            to++;
        }
        return to;
    }

    /** NaN where a speed is not known, which agrees with nothing. */
    private double meanReported(int from, int to) {
        double reportedMetres = 0;
        for (int i = from; i < to; i++) {
            reportedMetres += (speeds.mps(i) + speeds.mps(i + 1)) / 2 * seconds(i, i + 1);
        }
        return reportedMetres / seconds(from, to);
    }

    /** Straight across, which cuts bends short. */
    private double least(int from, int to) {
        return points.get(from).metresTo(points.get(to)) / seconds(from, to);
    }

    /** From fix to fix, to which noise adds. */
    private double most(int from, int to) {
        double metres = 0;
        for (int i = from; i < to; i++) {
            metres += points.get(i).metresTo(points.get(i + 1));
        }
        return metres / seconds(from, to);
    }

    private boolean inStep(int i) {
        return millis(i, i + 1) <= longestStepMillis;
    }

    private long millis(int from, int to) {
        return points.get(to).timeMillis() - points.get(from).timeMillis();
    }

    private double seconds(int from, int to) {
        return millis(from, to) / MILLIS_PER_SECOND;
    }
}
