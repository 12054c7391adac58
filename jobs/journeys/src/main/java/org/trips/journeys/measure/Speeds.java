package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.matching.MatchedTrace;

/**
 * The speed of each point of a journey, reconciled: what the device reported where that is believed, between two
 * believed reports a moment apart what lies between them, else how far the vehicle came in the seconds around. A speed that
 * no vehicle reaches is not made a lower one but is unknown: the vehicle moved, nobody can say how fast.
 */
final class Speeds {
    /** Two reports no further apart say more of the moment between them than positions do. */
    private static final long BRIDGED_MILLIS = 6_000;
    /** A standing receiver's fixes still wander by up to this speed. */
    private static final double WANDERING_MPS = 1.0;

    private final double[] mps;
    private final boolean[] reported;
    private final boolean[] standing;

    private Speeds(int size) {
        mps = new double[size];
        reported = new boolean[size];
        standing = new boolean[size];
    }

    /** @param match where the points lie on roads, or null */
    static Speeds reconcile(List<Point> points, ReportedSpeeds reports, MatchedTrace match, Profile profile) {
        Speeds speeds = new Speeds(points.size());
        double standingMps = profile.measuring().standingMps();
        WaySpeeds way = new WaySpeeds(points, match);
        int before = -1;
        int after = 0;
        for (int i = 0; i < points.size(); i++) {
            speeds.reported[i] = reports.believed(i);
            if (speeds.reported[i]) {
                speeds.mps[i] = reports.mps(i);
                before = i;
            } else {
                while (after < points.size() && (after <= i || !reports.believed(after))) {
                    after++;
                }
                speeds.mps[i] = before >= 0 && after < points.size() && millis(points, before, after) <= BRIDGED_MILLIS
                        ? between(points, reports, before, i, after)
                        : possible(way.mps(i), profile);
            }
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

    private static double possible(double mps, Profile profile) {
        return mps <= profile.cleaning().fastestMps() ? mps : Double.NaN;
    }

    private static double between(List<Point> points, ReportedSpeeds reports, int before, int i, int after) {
        double share = (double) millis(points, before, i) / millis(points, before, after);
        return reports.mps(before) + share * (reports.mps(after) - reports.mps(before));
    }

    private static long millis(List<Point> points, int from, int to) {
        return points.get(to).timeMillis() - points.get(from).timeMillis();
    }
}
