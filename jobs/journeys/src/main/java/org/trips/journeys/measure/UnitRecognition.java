package org.trips.journeys.measure;

import java.util.Arrays;
import java.util.List;
import org.trips.journeys.SpeedUnit;
import org.trips.journeys.points.Point;

/**
 * Recognises the unit of a journey's reported speeds by how they compare with its positions where it goes steadily. It is
 * told by the median of the quotients, which a few wrong values do not move, and only if most quotients agree with it.
 */
final class UnitRecognition {
    /** Slower, and the noise of positions decides. */
    private static final double SLOWEST_MPS = 5;
    /** Of a speed, what it may change over a baseline and still be steady; on a bend it is less straight across. */
    private static final double STEADY_SHARE = 0.1;
    /** With fewer, one bend or one bad position may decide. */
    private static final int FEWEST_QUOTIENTS = 30;
    /** So many of the quotients lie near a unit that is one. */
    private static final double LEAST_AGREEING = 0.75;

    private UnitRecognition() {}

    /**
     * @param toleranceShare how far, as a share, a median quotient may lie from a unit's
     * @return null where the points do not tell
     */
    static SpeedUnit of(List<Point> points, PositionSpeeds positions, double toleranceShare) {
        double[] quotients = new double[points.size()];
        int count = 0;
        for (int i = 1; i + 1 < points.size(); i++) {
            double mps = positions.least(i);
            if (mps >= SLOWEST_MPS && steady(points, positions, i)) {
                quotients[count++] = points.get(i).speedMps() / mps;
            }
        }
        if (count < FEWEST_QUOTIENTS) {
            return null;
        }
        Arrays.sort(quotients, 0, count);
        double median = quotients[count / 2];
        for (SpeedUnit unit : SpeedUnit.values()) {
            if (near(median, unit, toleranceShare)
                    && agreeing(quotients, count, unit, 2 * toleranceShare) >= LEAST_AGREEING) {
                return unit;
            }
        }
        return null;
    }

    private static boolean steady(List<Point> points, PositionSpeeds positions, int i) {
        double mps = positions.least(i);
        double speed = points.get(i).speedMps();
        return positions.most(i) <= mps * (1 + STEADY_SHARE)
                && Math.abs(points.get(i - 1).speedMps() - speed) <= STEADY_SHARE * speed
                && Math.abs(points.get(i + 1).speedMps() - speed) <= STEADY_SHARE * speed;
    }

    private static double agreeing(double[] quotients, int count, SpeedUnit unit, double toleranceShare) {
        int near = 0;
        for (int i = 0; i < count; i++) {
            near += near(quotients[i], unit, toleranceShare) ? 1 : 0;
        }
        return (double) near / count;
    }

    private static boolean near(double quotient, SpeedUnit unit, double toleranceShare) {
        return Math.abs(quotient / unit.perMps() - 1) <= toleranceShare;
    }
}
