package org.trips.journeys.segmentation;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

/** Writes the points of a vehicle that drives north and stands, for tests. Time begins at 0 and moves with each step. */
public final class Drive {
    private static final double METRES_PER_DEGREE = 111_195;
    private static final long START_MILLIS = 1_772_000_000_000L;

    private final List<Point> points = new ArrayList<>();
    private final long stepMillis;
    private long millis = START_MILLIS;
    private double metresNorth;
    private double metresEast;
    private Ignition ignition = Ignition.UNKNOWN;
    private boolean tellsSpeed;
    private boolean speedFrozen;

    public Drive(int stepSeconds) {
        stepMillis = stepSeconds * 1000L;
    }

    public static long startMillis() {
        return START_MILLIS;
    }

    public Drive stand(int seconds) {
        return move(seconds, 0);
    }

    public Drive drive(int seconds, double speedMps) {
        return move(seconds, speedMps);
    }

    /** Standing, with fixes that wander: so many metres to either side, every other fix. */
    public Drive drift(int seconds, double metres) {
        for (long left = seconds * 1000L; left > 0; left -= stepMillis) {
            metresEast = metresEast == 0 ? metres : 0;
            fix(0);
        }
        metresEast = 0;
        return this;
    }

    /** Nothing is heard for so long, and then the vehicle is so far north. */
    public Drive hole(int seconds, double metres) {
        millis += seconds * 1000L;
        metresNorth += metres;
        return this;
    }

    /** One fix so far beside the vehicle. */
    public Drive jump(double metres) {
        metresEast = metres;
        fix(0);
        metresEast = 0;
        return this;
    }

    /** One fix with this accuracy, so far beside the vehicle. */
    public Drive inaccurate(double metres, double accuracy) {
        points.add(Point.at(millis, latitude(), longitude(metres))
                .accuracyMetres(accuracy)
                .build());
        millis += stepMillis;
        return this;
    }

    /** The vehicle stands, and the device says of each fix that it may be kilometres off. */
    public Drive coarse(int seconds) {
        for (long left = seconds * 1000L; left > 0; left -= stepMillis) {
            inaccurate(1500, 3000);
        }
        return this;
    }

    /** From now on the device tells how fast the vehicle is; what wanders or jumps stands. */
    public Drive tellingSpeed() {
        tellsSpeed = true;
        return this;
    }

    /** From now on the device says of each fix that the vehicle stands. */
    public Drive speedFrozenAtNought() {
        tellsSpeed = true;
        speedFrozen = true;
        return this;
    }

    public Drive ignition(Ignition state) {
        ignition = state;
        return this;
    }

    public List<Point> points() {
        return List.copyOf(points);
    }

    /** Seconds since the beginning. */
    public long seconds() {
        return (millis - START_MILLIS) / 1000;
    }

    private Drive move(int seconds, double speedMps) {
        for (long left = seconds * 1000L; left > 0; left -= stepMillis) {
            metresNorth += speedMps * stepMillis / 1000.0;
            fix(speedMps);
        }
        return this;
    }

    private void fix(double speedMps) {
        points.add(Point.at(millis, latitude(), longitude(metresEast))
                .ignition(ignition)
                .speedMps(tellsSpeed ? toldOf(speedMps) : Double.NaN)
                .build());
        millis += stepMillis;
    }

    private double toldOf(double speedMps) {
        return speedFrozen ? 0 : speedMps;
    }

    private double latitude() {
        return 60 + metresNorth / METRES_PER_DEGREE;
    }

    private double longitude(double metres) {
        return 24 + metres / (METRES_PER_DEGREE * Math.cos(Math.toRadians(60)));
    }
}
