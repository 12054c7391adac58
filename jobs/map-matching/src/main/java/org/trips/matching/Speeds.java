package org.trips.matching;

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

    private static final int NONE = -1;

    /** By fix: the first one that is a step later, and how fast the car went there; likewise the last one before. */
    private int[] stepAfter = new int[0];

    private double[] mpsAfter = new double[0];
    private int[] stepBefore = new int[0];
    private double[] mpsBefore = new double[0];
    /** The speeds around a step in ascending order. */
    private final double[] around = new double[2 * STEPS_AROUND];

    private int count;
    private Fixes fixes;
    private boolean believed;

    /** Takes up a trace, and finds out whether its reported speeds agree with its positions. */
    void read(Fixes ofTrace) {
        fixes = ofTrace;
        measureSteps();
        double covered = 0;
        double reported = 0;
        for (int f = 0; f < fixes.size() && stepAfter[f] != NONE; f = stepAfter[f]) {
            double metres = reportedMetresIfTrue(f, stepAfter[f]);
            if (metres > 0) {
                covered += fixes.metres(f, stepAfter[f]);
                reported += metres;
            }
        }
        believed = covered > LEAST_COVERED * reported;
    }

    /** Once for all fixes: the steps around one are those around its neighbours. */
    private void measureSteps() {
        if (stepAfter.length < fixes.size()) {
            int capacity = Integer.highestOneBit(fixes.size()) * 2;
            stepAfter = new int[capacity];
            mpsAfter = new double[capacity];
            stepBefore = new int[capacity];
            mpsBefore = new double[capacity];
        }
        int later = 0;
        for (int f = 0; f < fixes.size(); f++) {
            while (later < fixes.size() && fixes.seconds(f, later) < STEP_SECONDS) {
                later++;
            }
            stepAfter[f] = later < fixes.size() ? later : NONE;
            mpsAfter[f] = later < fixes.size() ? mps(f, later) : 0;
        }
        int earlier = fixes.size() - 1;
        for (int f = fixes.size() - 1; f >= 0; f--) {
            while (earlier >= 0 && fixes.seconds(earlier, f) < STEP_SECONDS) {
                earlier--;
            }
            stepBefore[f] = earlier >= 0 ? earlier : NONE;
            if (earlier >= 0) {
                mpsBefore[f] = stepAfter[earlier] == f ? mpsAfter[earlier] : mps(earlier, f);
            }
        }
    }

    private double mps(int from, int to) {
        return fixes.metres(from, to) / fixes.seconds(from, to);
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

    /**
     * Whether five of the steps around, each and some more, are at least so fast: then so is their median, of which there
     * are ten at most. A quick yes for most steps; a no says nothing.
     *
     * @param more metres per second to add to each
     */
    boolean surelyReach(double mps, int a, int b, double more) {
        int missing = STEPS_AROUND;
        int f = a;
        for (int step = 0; step < STEPS_AROUND && stepBefore[f] != NONE; step++) {
            if (mpsBefore[f] + more >= mps && --missing == 0) {
                return true;
            }
            f = stepBefore[f];
        }
        f = b;
        for (int step = 0; step < STEPS_AROUND && stepAfter[f] != NONE; step++) {
            if (mpsAfter[f] + more >= mps && --missing == 0) {
                return true;
            }
            f = stepAfter[f];
        }
        return false;
    }

    /** Median speed of the steps before fix a and after fix b in metres per second; infinite where there are too few. */
    double usualMps(int a, int b) {
        count = 0;
        for (int f = a; count < STEPS_AROUND && stepBefore[f] != NONE; f = stepBefore[f]) {
            insert(mpsBefore[f]);
        }
        int most = count + STEPS_AROUND;
        for (int f = b; count < most && stepAfter[f] != NONE; f = stepAfter[f]) {
            insert(mpsAfter[f]);
        }
        return count < FEWEST_STEPS ? Double.POSITIVE_INFINITY : around[count / 2];
    }

    private void insert(double mps) {
        int place = count++;
        while (place > 0 && around[place - 1] > mps) {
            around[place] = around[place - 1];
            place--;
        }
        around[place] = mps;
    }
}
