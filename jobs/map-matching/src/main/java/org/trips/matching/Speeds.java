package org.trips.matching;

import java.util.Arrays;

/**
 * How fast the car drove: by its positions around a step, and by the speeds its device reports. Reused from trace to
 * trace, not thread-safe.
 */
final class Speeds {
    /** So many steps before and after one tell how fast the car drove then. */
    private static final int STEPS_AROUND = 5;
    /** Shorter steps say more about the noise than about the speed. */
    private static final double STEP_SECONDS = 4;
    /** The middle of fewer steps says nothing: two may lead to a wrong fix and away from it. */
    private static final int FEWEST_STEPS = 3;

    /**
     * Where the reported speeds add up to more than the positions divided by this, they are in another unit (knots are
     * half of it, km/h a quarter) or made up.
     */
    private static final double LEAST_COVERED = 0.6;
    /** Speeds at two fixes say nothing about those in between when these are further apart. */
    private static final double REPORTED_SECONDS = 130;

    private final double[] around = new double[2 * STEPS_AROUND];
    private int count;
    private Fixes fixes;
    private boolean believed;

    /** Takes up a trace, and finds out whether its reported speeds agree with its positions. */
    void read(Fixes ofTrace) {
        fixes = ofTrace;
        double covered = 0;
        double reported = 0;
        int from = 0;
        for (int f = 1; f < fixes.size(); f++) {
            double seconds = fixes.seconds(from, f);
            if (seconds >= STEP_SECONDS) {
                double metres = reportedMetresIfTrue(from, f);
                if (metres > 0) {
                    covered += fixes.metres(from, f);
                    reported += metres;
                }
                from = f;
            }
        }
        believed = covered > LEAST_COVERED * reported;
    }

    /** Metres driven between two fixes by the speeds reported at both, or 0 where they say nothing. */
    double reportedMetres(int a, int b) {
        return believed ? reportedMetresIfTrue(a, b) : 0;
    }

    private double reportedMetresIfTrue(int a, int b) {
        double seconds = fixes.seconds(a, b);
        double metres = (fixes.speedMps(a) + fixes.speedMps(b)) / 2 * seconds;
        return seconds <= REPORTED_SECONDS && metres > 0 ? metres : 0;
    }

    /** Median speed of the steps before fix a and after fix b in metres per second; infinite where there are too few. */
    double usualMps(int a, int b) {
        count = 0;
        int from = a;
        for (int f = a - 1; f >= 0 && count < STEPS_AROUND; f--) {
            if (take(f, from)) {
                from = f;
            }
        }
        int most = count + STEPS_AROUND;
        from = b;
        for (int f = b + 1; f < fixes.size() && count < most; f++) {
            if (take(from, f)) {
                from = f;
            }
        }
        if (count < FEWEST_STEPS) {
            return Double.POSITIVE_INFINITY;
        }
        Arrays.sort(around, 0, count);
        return around[count / 2];
    }

    private boolean take(int from, int to) {
        double seconds = fixes.seconds(from, to);
        if (seconds < STEP_SECONDS) {
            return false;
        }
        around[count++] = fixes.metres(from, to) / seconds;
        return true;
    }
}
