package org.trips.journeys.points;

import org.trips.matching.Trace;
import org.trips.roads.Earth;

/**
 * One fix of one device, at the precision it is stored and compared in: milliseconds since 1970 UTC, millionths of a
 * degree (WGS 84, about 0.1 m), centimetres per second, tenths of a degree clockwise from north, tenths of a metre,
 * centimetres per second squared. What the device did not say is {@link #UNKNOWN}. Two uploads of one fix are equal
 * points, however their numbers were written.
 */
public record Point(
        long timeMillis,
        int latitudeE6,
        int longitudeE6,
        int speedCmps,
        int headingTenths,
        int accuracyTenths,
        Ignition ignition,
        int accelLongCmps2,
        int accelLatCmps2)
        implements Comparable<Point> {

    /** Stands for a speed, heading, accuracy or acceleration that the device did not send. */
    public static final int UNKNOWN = Integer.MIN_VALUE;

    /**
     * Of a device's fixes at most one is kept in each slot of its time, so that one that sends a thousand times its share
     * is kept as if it sent twenty a second. Trackers' receivers find ten positions a second at most. The slot is half as
     * long, so that two of ten a second share one only where their clock is out by a quarter of a step and more.
     */
    public static final int SLOT_MILLIS = 50;

    private static final double DEGREE_PRECISION = 1e6;
    private static final double SPEED_PRECISION = 100;
    private static final double HEADING_PRECISION = 10;
    private static final double ACCURACY_PRECISION = 10;
    private static final int FULL_CIRCLE_TENTHS = 3600;

    /** @throws IllegalArgumentException if the place is not known: a fix without one is none */
    public Point {
        if (latitudeE6 == UNKNOWN || longitudeE6 == UNKNOWN) {
            throw new IllegalArgumentException("A point needs a latitude and a longitude.");
        }
    }

    /** A fix of which only time and place are known. */
    public static Point of(long timeMillis, double latitude, double longitude) {
        return at(timeMillis, latitude, longitude).build();
    }

    /** Begins a fix from decoded values in SI units and degrees; NaN stands for not known. */
    public static Builder at(long timeMillis, double latitude, double longitude) {
        return new Builder(timeMillis, latitude, longitude);
    }

    public double latitude() {
        return latitudeE6 / DEGREE_PRECISION;
    }

    public double longitude() {
        return longitudeE6 / DEGREE_PRECISION;
    }

    /** Metres per second, or NaN. */
    public double speedMps() {
        return known(speedCmps, SPEED_PRECISION);
    }

    /** Degrees clockwise from north, 0 up to but without 360, or NaN. */
    public double headingDegrees() {
        return known(headingTenths, HEADING_PRECISION);
    }

    /** The device's own estimate of its error in metres, or NaN. */
    public double accuracyMetres() {
        return known(accuracyTenths, ACCURACY_PRECISION);
    }

    /** Metres straight to another. */
    public double metresTo(Point other) {
        return Earth.metres(latitude(), longitude(), other.latitude(), other.longitude());
    }

    /** Hands the fix to the matcher, which knows unknown values by the same NaN. */
    public void addTo(Trace.Builder trace) {
        addTo(trace, speedMps());
    }

    /** The same with another speed, in metres per second or NaN, than the device reported. */
    public void addTo(Trace.Builder trace, double speedMps) {
        trace.add(timeMillis, latitude(), longitude(), speedMps, headingDegrees(), accuracyMetres());
    }

    /** Forward acceleration in m/s², braking negative, or NaN. */
    public double accelLongMps2() {
        return known(accelLongCmps2, SPEED_PRECISION);
    }

    /** Sideways acceleration in m/s², or NaN. */
    public double accelLatMps2() {
        return known(accelLatCmps2, SPEED_PRECISION);
    }

    /** The same fix of a device without an accelerometer. */
    public Point withoutAccelerations() {
        return toBuilder().accelLongMps2(Double.NaN).accelLatMps2(Double.NaN).build();
    }

    /** The same fix, to be changed in what the builder sets. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The slot of device time that a time lies in, counted from 1970. */
    public static long slot(long timeMillis) {
        return Math.floorDiv(timeMillis, SLOT_MILLIS);
    }

    /** The first time after the slot that a time lies in. */
    public static long slotEnd(long timeMillis) {
        return (slot(timeMillis) + 1) * SLOT_MILLIS;
    }

    /**
     * Whether this is the one to keep of two in one slot: a known accuracy goes before an unknown one, the better before
     * the worse, the earlier before the later, and then the order of the remaining columns, so that arrival never decides.
     */
    public boolean isKeptBefore(Point other) {
        int order = Integer.compareUnsigned(accuracyTenths, other.accuracyTenths);
        return (order == 0 ? compareTo(other) : order) < 0;
    }

    /** By time; of several points at one time the one to {@linkplain #isKeptBefore keep} comes first. */
    @Override
    public int compareTo(Point other) {
        int order = Long.compare(timeMillis, other.timeMillis);
        if (order == 0) {
            order = Integer.compareUnsigned(accuracyTenths, other.accuracyTenths);
        }
        if (order == 0) {
            order = Integer.compare(latitudeE6, other.latitudeE6);
        }
        if (order == 0) {
            order = Integer.compare(longitudeE6, other.longitudeE6);
        }
        if (order == 0) {
            order = Integer.compare(speedCmps, other.speedCmps);
        }
        if (order == 0) {
            order = Integer.compare(headingTenths, other.headingTenths);
        }
        if (order == 0) {
            order = ignition.compareTo(other.ignition);
        }
        if (order == 0) {
            order = Integer.compare(accelLongCmps2, other.accelLongCmps2);
        }
        return order == 0 ? Integer.compare(accelLatCmps2, other.accelLatCmps2) : order;
    }

    private static double known(int stored, double precision) {
        return stored == UNKNOWN ? Double.NaN : stored / precision;
    }

    /** Rounds decoded values to the stored precision. Values are taken as they are: ranges are the decoder's business. */
    public static final class Builder {
        private final long timeMillis;
        private final int latitudeE6;
        private final int longitudeE6;
        private int speedCmps = UNKNOWN;
        private int headingTenths = UNKNOWN;
        private int accuracyTenths = UNKNOWN;
        private Ignition ignition = Ignition.UNKNOWN;
        private int accelLongCmps2 = UNKNOWN;
        private int accelLatCmps2 = UNKNOWN;

        private Builder(long timeMillis, double latitude, double longitude) {
            this.timeMillis = timeMillis;
            this.latitudeE6 = stored(latitude, DEGREE_PRECISION);
            this.longitudeE6 = stored(longitude, DEGREE_PRECISION);
        }

        private Builder(Point point) {
            timeMillis = point.timeMillis;
            latitudeE6 = point.latitudeE6;
            longitudeE6 = point.longitudeE6;
            speedCmps = point.speedCmps;
            headingTenths = point.headingTenths;
            accuracyTenths = point.accuracyTenths;
            ignition = point.ignition;
            accelLongCmps2 = point.accelLongCmps2;
            accelLatCmps2 = point.accelLatCmps2;
        }

        public Builder speedMps(double speed) {
            speedCmps = stored(speed, SPEED_PRECISION);
            return this;
        }

        public Builder headingDegrees(double heading) {
            int tenths = stored(heading, HEADING_PRECISION);
            headingTenths = tenths == UNKNOWN ? UNKNOWN : Math.floorMod(tenths, FULL_CIRCLE_TENTHS);
            return this;
        }

        public Builder accuracyMetres(double accuracy) {
            accuracyTenths = stored(accuracy, ACCURACY_PRECISION);
            return this;
        }

        public Builder ignition(Ignition state) {
            ignition = state;
            return this;
        }

        public Builder accelLongMps2(double acceleration) {
            accelLongCmps2 = stored(acceleration, SPEED_PRECISION);
            return this;
        }

        public Builder accelLatMps2(double acceleration) {
            accelLatCmps2 = stored(acceleration, SPEED_PRECISION);
            return this;
        }

        public Point build() {
            return new Point(
                    timeMillis,
                    latitudeE6,
                    longitudeE6,
                    speedCmps,
                    headingTenths,
                    accuracyTenths,
                    ignition,
                    accelLongCmps2,
                    accelLatCmps2);
        }

        private static int stored(double value, double precision) {
            return Double.isNaN(value) ? UNKNOWN : (int) Math.round(value * precision);
        }
    }
}
