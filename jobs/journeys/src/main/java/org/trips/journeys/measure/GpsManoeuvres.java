package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.EventType;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * Finds harsh manoeuvres in the speeds and headings that a receiver reports about once a second: braking and
 * acceleration as the difference of two speeds, cornering as mean speed × heading rate over a baseline of 2 to 3 s,
 * because the heading of a single second is too noisy. Speeds derived from positions are no ground for either, but
 * {@linkplain PositionEvidence positions must bear it out}: a corner counts by the slower of what both tell.
 */
final class GpsManoeuvres {
    private static final double HALF_CIRCLE = 180;
    private static final double FULL_CIRCLE = 360;
    private static final double MILLIS_PER_SECOND = 1000;

    private final List<Point> points;
    private final Speeds speeds;
    private final Profile.Harsh rule;
    private final PositionEvidence evidence;
    private final List<HarshHit> hits = new ArrayList<>();

    GpsManoeuvres(List<Point> points, Speeds speeds, Profile.Harsh rule) {
        this.points = points;
        this.speeds = speeds;
        this.rule = rule;
        evidence = new PositionEvidence(points, speeds, rule.pairLongest().toMillis());
    }

    /** In order of time. */
    List<HarshHit> brakingAndAcceleration() {
        hits.clear();
        for (int i = 1; i + 1 < points.size(); i++) {
            if (compares(i)) {
                pair(i);
            }
        }
        return List.copyOf(hits);
    }

    /** Whether the speeds of this point and the next tell how the vehicle braked or accelerated. */
    boolean compares(int i) {
        // The first pair after a gap, or of a journey, is left out: a receiver that finds its fix again jumps. So are
        // the others
        // near one, since nothing bears them out.
        return i > 0 && inStep(i - 1) && pairCounts(i) && evidence.known(i);
    }

    private void pair(int i) {
        double faster = Math.max(speeds.mps(i), speeds.mps(i + 1));
        double change = (speeds.mps(i + 1) - speeds.mps(i)) / seconds(i, i + 1);
        if (faster < rule.gateMps() || Math.abs(change) > rule.pairMostMps2()) {
            return;
        }
        if (-change >= rule.gps().brakingMps2() && evidence.bearsOut(i)) {
            hits.add(new HarshHit(EventType.BRAKING, i, i + 1, -change));
        } else if (change >= rule.gps().accelerationMps2() && evidence.bearsOut(i)) {
            hits.add(new HarshHit(EventType.ACCELERATION, i, i + 1, change));
        }
    }

    /** In order of time. */
    List<HarshHit> cornering() {
        hits.clear();
        for (int to = 1; to < points.size(); to++) {
            int from = baseline(to);
            if (from > 0) {
                corner(from, to);
            }
        }
        return List.copyOf(hits);
    }

    /** Where a baseline that ends at this point begins: the shortest that is long enough, or -1 if there is none. */
    private int baseline(int to) {
        int from = to;
        while (from > 0 && millis(from, to) < rule.headingShortest().toMillis()) {
            from--;
            if (!pairCounts(from) || slow(from) || slow(from + 1)) {
                return -1;
            }
        }
        boolean tooLong = millis(from, to) > rule.headingLongest().toMillis();
        return from == 0 || tooLong || !inStep(from - 1) ? -1 : from;
    }

    private boolean slow(int i) {
        return speeds.mps(i) < rule.corneringGateMps();
    }

    private void corner(int from, int to) {
        double turned = points.get(to).headingDegrees() - points.get(from).headingDegrees();
        double sharp = Math.abs(Math.IEEEremainder(turned, FULL_CIRCLE));
        double mps = Math.min(meanMps(from, to), evidence.fastestMps(from, to));
        double sideways = mps * Math.toRadians(sharp) / seconds(from, to);
        // False where a heading is not known; half a circle in a baseline is a receiver that lost its way.
        if (sideways >= rule.gps().corneringMps2() && sideways <= rule.pairMostMps2() && sharp < HALF_CIRCLE) {
            hits.add(new HarshHit(EventType.CORNERING, from, to, sideways));
        }
    }

    private double meanMps(int from, int to) {
        double sum = 0;
        for (int i = from; i <= to; i++) {
            sum += speeds.mps(i);
        }
        return sum / (to - from + 1);
    }

    /** Whether this point and the next may be compared at all. */
    private boolean pairCounts(int i) {
        return inStep(i)
                && millis(i, i + 1) >= rule.pairShortest().toMillis()
                && accurate(i)
                && accurate(i + 1)
                && speeds.reported(i)
                && speeds.reported(i + 1);
    }

    private boolean inStep(int i) {
        return millis(i, i + 1) <= rule.pairLongest().toMillis();
    }

    private boolean accurate(int i) {
        double accuracy = points.get(i).accuracyMetres();
        return Double.isNaN(accuracy) || accuracy <= rule.pairWorstAccuracyMetres();
    }

    private long millis(int from, int to) {
        return points.get(to).timeMillis() - points.get(from).timeMillis();
    }

    private double seconds(int from, int to) {
        return millis(from, to) / MILLIS_PER_SECOND;
    }
}
