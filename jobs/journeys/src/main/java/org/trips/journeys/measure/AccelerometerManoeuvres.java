package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.trips.journeys.EventType;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * Finds harsh manoeuvres in the accelerations that a device reports: the mean over 0.5 to 1 s, since single samples
 * of a fast sensor are mostly vibration. Where samples come no faster than that, each is taken for the mean of its
 * time.
 */
final class AccelerometerManoeuvres {
    private final List<Point> points;
    private final Speeds speeds;
    private final Profile.Harsh rule;

    AccelerometerManoeuvres(List<Point> points, Speeds speeds, Profile.Harsh rule) {
        this.points = points;
        this.speeds = speeds;
        this.rule = rule;
    }

    /** In order of time. */
    List<HarshHit> brakingAndAcceleration() {
        List<HarshHit> hits = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Mean mean = mean(i, Point::accelLongMps2);
            if (!passesGate(i)) {
                continue;
            }
            if (-mean.mps2 >= rule.accelerometer().brakingMps2()) {
                hits.add(new HarshHit(EventType.BRAKING, mean.from, i, -mean.mps2));
            } else if (mean.mps2 >= rule.accelerometer().accelerationMps2()) {
                hits.add(new HarshHit(EventType.ACCELERATION, mean.from, i, mean.mps2));
            }
        }
        return hits;
    }

    /** Whether the samples between this point and the next tell how the vehicle braked or accelerated. */
    boolean measures(int i) {
        boolean inStep = millis(i, i + 1) <= rule.pairLongest().toMillis();
        return inStep && !Double.isNaN(mean(i + 1, Point::accelLongMps2).mps2);
    }

    /** In order of time. */
    List<HarshHit> cornering() {
        List<HarshHit> hits = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Mean mean = mean(i, Point::accelLatMps2);
            double sideways = Math.abs(mean.mps2);
            if (speeds.mps(i) >= rule.corneringGateMps()
                    && sideways >= rule.accelerometer().corneringMps2()) {
                hits.add(new HarshHit(EventType.CORNERING, mean.from, i, sideways));
            }
        }
        return hits;
    }

    /** A vehicle that brakes to a halt, or starts from one, passes the gate only at one end. */
    private boolean passesGate(int i) {
        boolean inStep = i > 0 && millis(i - 1, i) <= rule.pairLongest().toMillis();
        return speeds.mps(i) >= rule.gateMps() || (inStep && speeds.mps(i - 1) >= rule.gateMps());
    }

    /** The mean of the samples in the last second up to this one; NaN where they are too few or one is not known. */
    private Mean mean(int i, ToDoubleFunction<Point> axis) {
        int from = i;
        double sum = axis.applyAsDouble(points.get(i));
        while (from > 0 && millis(from - 1, i) < rule.meanLongest().toMillis()) {
            from--;
            sum += axis.applyAsDouble(points.get(from));
        }
        boolean longEnough = from == i
                ? standsForItsTime(i)
                : millis(from, i) >= rule.meanShortest().toMillis();
        return new Mean(from, longEnough ? sum / (i - from + 1) : Double.NaN);
    }

    private boolean standsForItsTime(int i) {
        long shortest = rule.meanShortest().toMillis();
        return (i == 0 || millis(i - 1, i) >= shortest) && (i + 1 == points.size() || millis(i, i + 1) >= shortest);
    }

    private long millis(int from, int to) {
        return points.get(to).timeMillis() - points.get(from).timeMillis();
    }

    private record Mean(int from, double mps2) {}
}
