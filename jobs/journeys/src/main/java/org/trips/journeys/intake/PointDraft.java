package org.trips.journeys.intake;

import java.time.Instant;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

/**
 * One fix while it is being read: what is understood of it so far, and the first thing found wrong with it. Reused from
 * point to point; not thread-safe. NaN stands for not known, and so does a negative speed, heading or accuracy, which
 * is how phones say that they do not know.
 */
public final class PointDraft {
    /** Fixes before this are clocks that were never set, or seconds taken for milliseconds. */
    private static final long EARLIEST_MILLIS =
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    private static final long LATEST_MILLIS =
            Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final double MOST_LATITUDE = 90;
    private static final double MOST_LONGITUDE = 180;
    /** Faster than any vehicle on a road: the number is in another unit. */
    private static final double MOST_SPEED_MPS = 200;

    private static final double MOST_HEADING_DEGREES = 360;
    /** Receivers send enormous errors before they know where they are; cleaning drops those. This is no number at all. */
    private static final double MOST_ACCURACY_METRES = 1e6;
    /** Ten times gravity: more than a crash at 50 km/h, less than what a loose unit confusion gives. */
    private static final double MOST_ACCELERATION_MPS2 = 98;

    private boolean timeKnown;
    private long timeMillis;
    private double latitude;
    private double longitude;
    private double speedMps;
    private double headingDegrees;
    private double accuracyMetres;
    private double accelLongMps2;
    private double accelLatMps2;
    private Ignition ignition;
    private DeadLetterReason reason;
    private String detail;
    private String field;

    public PointDraft() {
        begin();
    }

    /** Forgets the point before. */
    public void begin() {
        timeKnown = false;
        latitude = Double.NaN;
        longitude = Double.NaN;
        speedMps = Double.NaN;
        headingDegrees = Double.NaN;
        accuracyMetres = Double.NaN;
        accelLongMps2 = Double.NaN;
        accelLatMps2 = Double.NaN;
        ignition = Ignition.UNKNOWN;
        reason = null;
        detail = null;
        field = null;
    }

    public void time(long millis) {
        timeKnown = true;
        timeMillis = millis;
    }

    public void latitude(double degrees) {
        latitude = degrees;
    }

    public void longitude(double degrees) {
        longitude = degrees;
    }

    public void speed(double metresPerSecond) {
        speedMps = metresPerSecond;
    }

    public void heading(double degrees) {
        headingDegrees = degrees;
    }

    public void accuracy(double metres) {
        accuracyMetres = metres;
    }

    public void accelLong(double metresPerSecondSquared) {
        accelLongMps2 = metresPerSecondSquared;
    }

    public void accelLat(double metresPerSecondSquared) {
        accelLatMps2 = metresPerSecondSquared;
    }

    public void ignition(Ignition state) {
        ignition = state;
    }

    /** Says what is wrong with the point; the first fault stands. */
    public void refuse(DeadLetterReason fault, String sentence) {
        refuse(fault, null, sentence);
    }

    private void refuse(DeadLetterReason fault, String name, String sentence) {
        if (reason == null) {
            reason = fault;
            field = name;
            detail = sentence;
        }
    }

    /** Why the point that {@link #finish} did not give is refused. */
    public DeadLetterReason reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }

    /** By the product's own name, the field that is missing or whose value cannot be; null where a reader found the fault. */
    public String field() {
        return field;
    }

    /** The point, or null where something is wrong with it: then {@link #reason} and {@link #detail} say what. */
    public Point finish() {
        if (reason == null) {
            check();
        }
        if (reason != null) {
            return null;
        }
        Point point = Point.at(timeMillis, latitude, longitude)
                .speedMps(unknownIfNegative(speedMps))
                .headingDegrees(unknownIfNegative(headingDegrees))
                .accuracyMetres(unknownIfNegative(accuracyMetres))
                .accelLongMps2(accelLongMps2)
                .accelLatMps2(accelLatMps2)
                .ignition(ignition)
                .build();
        if (point.latitudeE6() == 0 && point.longitudeE6() == 0) {
            refuse(
                    DeadLetterReason.NULL_ISLAND,
                    "lat",
                    "lat and lon are both 0: the receiver did not know where it was.");
            return null;
        }
        return point;
    }

    private void check() {
        if (!timeKnown) {
            refuse(DeadLetterReason.MISSING_FIELD, "time", "The point has no time.");
        } else if (Double.isNaN(latitude)) {
            refuse(DeadLetterReason.MISSING_FIELD, "lat", "The point has no lat.");
        } else if (Double.isNaN(longitude)) {
            refuse(DeadLetterReason.MISSING_FIELD, "lon", "The point has no lon.");
        } else if (!isPlausible(timeMillis)) {
            refuse(DeadLetterReason.OUT_OF_RANGE, "time", implausible("time", timeMillis));
        }
        checkAtMost("lat", latitude, MOST_LATITUDE);
        checkAtMost("lon", longitude, MOST_LONGITUDE);
        checkAtMost("speed", unknownIfNegative(speedMps), MOST_SPEED_MPS);
        checkAtMost("heading", unknownIfNegative(headingDegrees), MOST_HEADING_DEGREES);
        checkAtMost("accuracy", unknownIfNegative(accuracyMetres), MOST_ACCURACY_METRES);
        checkAtMost("accelLong", accelLongMps2, MOST_ACCELERATION_MPS2);
        checkAtMost("accelLat", accelLatMps2, MOST_ACCELERATION_MPS2);
    }

    /** Whether a time, in milliseconds since 1970 UTC, is one at which a vehicle can have sent something. */
    public static boolean isPlausible(long timeMillis) {
        return timeMillis >= EARLIEST_MILLIS && timeMillis < LATEST_MILLIS;
    }

    /** What is said of a time that is none. */
    public static String implausible(String field, long timeMillis) {
        return field + " " + timeMillis + " ms since 1970 is not between the years 2000 and 2100.";
    }

    private void checkAtMost(String name, double value, double most) {
        if (Math.abs(value) > most) {
            refuse(
                    DeadLetterReason.OUT_OF_RANGE,
                    name,
                    name + " " + value + " is outside what it can be, at most " + most + ".");
        }
    }

    private static double unknownIfNegative(double value) {
        return value < 0 ? Double.NaN : value;
    }
}
