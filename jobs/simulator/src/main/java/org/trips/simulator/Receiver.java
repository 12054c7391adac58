package org.trips.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

/**
 * What one device makes of where its vehicle truly is. The error of a position drifts: a first-order autoregressive
 * process (that of a receiver whose satellites and reflections change over half a minute) with some white noise on top.
 */
final class Receiver {
    private static final double METRES_PER_DEGREE = 111_195;
    private static final double DRIFT_SECONDS = 40;
    /** Of the variance; the rest is white. */
    private static final double DRIFT_SHARE = 0.96;

    private static final double SPEED_NOISE_MPS = 0.07;
    private static final double HEADING_NOISE_RADIANS = Math.toRadians(0.6);
    /** Slower than this a receiver cannot tell a direction. */
    private static final double SLOWEST_HEADING_MPS = 0.8;

    private static final double ACCURACY_PER_NOISE = 1.6;
    private static final double LEAST_ACCURACY_METRES = 1.5;
    private static final double IGNITION_SHARE = 0.5;

    private final double driftMetres;
    private final double whiteMetres;
    private final boolean noisy;
    private final boolean sendsSpeed;
    private final boolean sendsHeading;
    private final boolean sendsAccuracy;
    private final boolean sendsIgnition;
    private final SplittableRandom random;
    private double driftEast;
    private double driftNorth;
    private long lastMillis;

    Receiver(Defects defects, SplittableRandom random) {
        this.driftMetres = defects.noiseMetres() * Math.sqrt(DRIFT_SHARE);
        this.whiteMetres = defects.noiseMetres() * Math.sqrt(1 - DRIFT_SHARE);
        this.noisy = defects.noiseMetres() > 0;
        this.sendsSpeed = random.nextDouble() >= defects.missing();
        this.sendsHeading = random.nextDouble() >= defects.missing();
        this.sendsAccuracy = random.nextDouble() >= defects.missing();
        this.sendsIgnition = random.nextDouble() < IGNITION_SHARE;
        this.random = random;
    }

    /** The fixes as the device sees them; the engine runs while {@code engineOff} has not come. */
    List<Point> receive(List<TrueFix> fixes, long engineOffMillis) {
        List<Point> points = new ArrayList<>(fixes.size());
        for (TrueFix fix : fixes) {
            points.add(receive(fix, fix.timeMillis() < engineOffMillis));
        }
        return points;
    }

    private Point receive(TrueFix fix, boolean engineRuns) {
        drift(fix.timeMillis());
        double east = driftEast + whiteMetres * random.nextGaussian();
        double north = driftNorth + whiteMetres * random.nextGaussian();
        double metresPerDegreeEast = METRES_PER_DEGREE * StrictMath.cos(StrictMath.toRadians(fix.latitude()));
        Point.Builder point = Point.at(
                fix.timeMillis(),
                fix.latitude() + north / METRES_PER_DEGREE,
                fix.longitude() + east / metresPerDegreeEast);
        double speed = fix.speedMps() + (noisy ? SPEED_NOISE_MPS * random.nextGaussian() : 0);
        double heading = fix.heading() + (noisy ? HEADING_NOISE_RADIANS * random.nextGaussian() : 0);
        double accuracy = LEAST_ACCURACY_METRES + ACCURACY_PER_NOISE * (driftMetres + Math.abs(east) / 2);
        if (sendsSpeed) {
            point.speedMps(Math.max(0, speed));
        }
        if (sendsHeading && fix.speedMps() >= SLOWEST_HEADING_MPS) {
            point.headingDegrees(StrictMath.toDegrees(heading));
        }
        if (sendsAccuracy) {
            point.accuracyMetres(accuracy);
        }
        if (sendsIgnition) {
            point.ignition(engineRuns ? Ignition.ON : Ignition.OFF);
        }
        return point.build();
    }

    private void drift(long timeMillis) {
        double kept = StrictMath.exp(-(timeMillis - lastMillis) / 1000.0 / DRIFT_SECONDS);
        double fresh = driftMetres * Math.sqrt(1 - kept * kept);
        driftEast = kept * driftEast + fresh * random.nextGaussian();
        driftNorth = kept * driftNorth + fresh * random.nextGaussian();
        lastMillis = timeMillis;
    }
}
