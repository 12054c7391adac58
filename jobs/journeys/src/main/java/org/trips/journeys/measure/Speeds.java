package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.matching.MatchedTrace;
import org.trips.roads.Earth;

/**
 * The speed of each point of a journey, reconciled: what the device reported where that can be believed, else how far
 * the vehicle came in the seconds around, along the road where it is matched, straight between fixes where not. A speed
 * that no vehicle reaches is not made a lower one but is unknown: the vehicle moved, nobody can say how fast.
 */
final class Speeds {
    /** A speed from positions is taken over the fixes this close before and after: shorter, and their noise decides. */
    private static final long HALF_BASELINE_MILLIS = 5_000;
    /** A standing receiver's fixes still wander by up to this speed, taken over twice the half baseline. */
    private static final double WANDERING_MPS = 1.0;
    /** A device that reports standing this long ... */
    private static final long FROZEN_MILLIS = 5_000;
    /** ... while its fixes run faster than drift does ... */
    private static final double FROZEN_MPS = 3.0;
    /**
     * ... and away, by this share of their way or by the width of a stop, has its speed frozen. Drift runs in
     * circles.
     */
    private static final double FROZEN_AWAY_SHARE = 0.5;

    private final List<Point> points;
    private final MatchedTrace match;
    private final double[] mps;
    private final boolean[] reported;
    private final boolean[] standing;

    private Speeds(List<Point> points, MatchedTrace match) {
        this.points = points;
        this.match = match;
        mps = new double[points.size()];
        reported = new boolean[points.size()];
        standing = new boolean[points.size()];
    }

    /** @param match where the points lie on roads, or null */
    static Speeds reconcile(List<Point> points, MatchedTrace match, Profile profile) {
        Speeds speeds = new Speeds(points, match);
        double standingMps = profile.measuring().standingMps();
        double fastestMps = profile.cleaning().fastestMps();
        speeds.believeReports(fastestMps);
        speeds.doubtFrozenReports(standingMps, profile.segmentation().stopRadiusMetres());
        speeds.deriveTheRest(fastestMps);
        for (int i = 0; i < points.size(); i++) {
            double slowest = speeds.reported[i] ? standingMps : Math.max(standingMps, WANDERING_MPS);
            speeds.standing[i] = speeds.mps[i] < slowest;
        }
        return speeds;
    }

    /** Metres per second, 0 up to the fastest that the profile thinks possible; NaN where it is not known. */
    double mps(int i) {
        return mps[i];
    }

    /** The same to the centimetre per second; null where it is not known. */
    Integer cmps(int i) {
        return Double.isNaN(mps[i]) ? null : Hundredths.of(mps[i]);
    }

    /** Whether it is the device's own word. Only then is a difference of two speeds an acceleration. */
    boolean reported(int i) {
        return reported[i];
    }

    /** A speed that is not known is none of a vehicle that stands. */
    boolean standing(int i) {
        return standing[i];
    }

    private void believeReports(double fastestMps) {
        for (int i = 0; i < mps.length; i++) {
            double speed = points.get(i).speedMps();
            reported[i] = speed >= 0 && speed <= fastestMps;
            mps[i] = reported[i] ? speed : 0;
        }
    }

    private void doubtFrozenReports(double standingMps, double stopRadiusMetres) {
        int first = 0;
        while (first < mps.length) {
            int end = first;
            while (end < mps.length && reported[end] && mps[end] < standingMps) {
                end++;
            }
            if (end > first && frozen(first, end - 1, stopRadiusMetres)) {
                for (int i = first; i < end; i++) {
                    reported[i] = false;
                }
            }
            first = Math.max(end, first + 1);
        }
    }

    /** Whether the fixes from first to last, all reported as standing, run on all the same. */
    private boolean frozen(int first, int last, double stopRadiusMetres) {
        long millis = time(last) - time(first);
        if (millis < FROZEN_MILLIS) {
            return false;
        }
        double metres = 0;
        double furthest = 0;
        int before = first;
        for (int i = first + 1; i <= last; i++) {
            if (time(i) - time(before) >= FROZEN_MILLIS) {
                metres += metresBetween(before, i);
                furthest = Math.max(furthest, metresBetween(first, i));
                before = i;
            }
        }
        return metres / seconds(millis) > FROZEN_MPS
                && furthest >= Math.min(stopRadiusMetres, FROZEN_AWAY_SHARE * metres);
    }

    private void deriveTheRest(double fastestMps) {
        int from = 0;
        int to = 0;
        for (int i = 0; i < mps.length; i++) {
            while (time(i) - time(from) > HALF_BASELINE_MILLIS) {
                from++;
            }
            to = Math.max(to, i);
            while (to + 1 < mps.length && time(to + 1) - time(i) <= HALF_BASELINE_MILLIS) {
                to++;
            }
            if (!reported[i]) {
                double derived = derived(i, from, to);
                mps[i] = derived <= fastestMps ? derived : Double.NaN;
            }
        }
    }

    private double derived(int i, int from, int to) {
        int first = from;
        int last = to;
        if (first == last) {
            // Fixes further apart than the baseline: their neighbours are all there is.
            first = Math.max(0, i - 1);
            last = Math.min(mps.length - 1, i + 1);
        }
        long millis = time(last) - time(first);
        return millis == 0 ? 0 : metresBetween(first, last) / seconds(millis);
    }

    private double metresBetween(int from, int to) {
        if (match != null && match.pathOf(from) >= 0 && match.pathOf(from) == match.pathOf(to)) {
            return match.metresAlongPath(to) - match.metresAlongPath(from);
        }
        Point a = points.get(from);
        Point b = points.get(to);
        return Earth.metres(a.latitude(), a.longitude(), b.latitude(), b.longitude());
    }

    private long time(int i) {
        return points.get(i).timeMillis();
    }

    private static double seconds(long millis) {
        return millis / 1000.0;
    }
}
