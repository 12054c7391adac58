package org.trips.journeys.measure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trips.journeys.points.Point;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.roads.Earth;

/** A vehicle that does as it is told and sends a fix a second, with speed, heading and an accuracy of 4 m. */
final class Drive {
    static final double START_LATITUDE = 60.0;
    static final double START_LONGITUDE = 24.0;
    private static final double METRES_PER_DEGREE = Earth.RADIUS_METRES * Math.toRadians(1);
    private static final long SECOND = 1000;
    private static final double WAVER_MPS = 0.03;

    private final List<Point> points = new ArrayList<>();
    private long millis;
    private double latitude = START_LATITUDE;
    private double longitude = START_LONGITUDE;
    private double speed;
    private double heading;
    private double metres;
    private double accuracy = 4;
    private boolean reportsSpeed = true;

    private Drive(Instant start) {
        millis = start.toEpochMilli();
    }

    /** Northwards, standing. */
    static Drive from(String start) {
        Drive drive = new Drive(Instant.parse(start));
        drive.send();
        return drive;
    }

    Drive withoutSpeeds() {
        reportsSpeed = false;
        points.set(0, point());
        return this;
    }

    Drive accuracy(double metresOfError) {
        accuracy = metresOfError;
        return this;
    }

    /** Changes speed evenly, at so many m/s². */
    Drive to(double mps, double mps2) {
        while (speed != mps) {
            double before = speed;
            speed = speed < mps ? Math.min(mps, speed + mps2) : Math.max(mps, speed - mps2);
            second((before + speed) / 2);
        }
        return this;
    }

    Drive seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            second(speed);
        }
        return this;
    }

    /** The same as people do it, a few centimetres per second faster or slower; exact again at the end. */
    Drive steadily(int seconds) {
        double kept = speed;
        for (int i = 1; i < seconds; i++) {
            speed = kept + (i % 2 == 0 ? WAVER_MPS : -WAVER_MPS);
            second(speed);
        }
        speed = kept;
        second(kept);
        return this;
    }

    /** Turns right at so many degrees a second. */
    Drive turn(double degreesPerSecond, int seconds) {
        for (int i = 0; i < seconds; i++) {
            heading += degreesPerSecond;
            second(speed);
        }
        return this;
    }

    /** Drives on and sends nothing until the end of that time. */
    Drive silentSeconds(int seconds) {
        move(speed * seconds);
        millis += seconds * SECOND;
        send();
        return this;
    }

    /** Stands while its fixes wander in a circle of that radius, reporting a little speed now and then. */
    Drive parkedUnderARoof(int seconds, double radius) {
        double here = latitude;
        double there = longitude;
        for (int i = 0; i < seconds; i++) {
            latitude = here + radius * Math.sin(i / 7.0) / METRES_PER_DEGREE;
            longitude =
                    there + radius * Math.cos(i / 11.0) / METRES_PER_DEGREE / Math.cos(Math.toRadians(START_LATITUDE));
            speed = 0.3 * Math.abs(Math.sin(i));
            millis += SECOND;
            send();
        }
        latitude = here;
        longitude = there;
        speed = 0;
        return this;
    }

    /** Drives on for that time while its receiver says it stands. */
    Drive frozenSeconds(int seconds) {
        double driven = speed;
        for (int i = 0; i < seconds; i++) {
            move(driven);
            millis += SECOND;
            speed = 0;
            send();
        }
        speed = driven;
        return this;
    }

    /** What was really driven so far. */
    double metres() {
        return metres;
    }

    long now() {
        return millis;
    }

    List<Point> points() {
        return points;
    }

    JourneyPoints journey() {
        return new JourneyPoints(points, Map.of());
    }

    private void second(double meanSpeed) {
        move(meanSpeed);
        millis += SECOND;
        send();
    }

    private void move(double step) {
        metres += step;
        latitude += step * Math.cos(Math.toRadians(heading)) / METRES_PER_DEGREE;
        longitude += step * Math.sin(Math.toRadians(heading)) / METRES_PER_DEGREE / Math.cos(Math.toRadians(latitude));
    }

    private void send() {
        points.add(point());
    }

    private Point point() {
        return Point.at(millis, latitude, longitude)
                .speedMps(reportsSpeed ? speed : Double.NaN)
                .headingDegrees(heading)
                .accuracyMetres(accuracy)
                .build();
    }
}
