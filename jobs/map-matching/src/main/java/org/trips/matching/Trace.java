package org.trips.matching;

import java.util.Arrays;

/**
 * The fixes of one drive in columns, in the order they are to be matched: times in milliseconds since 1970 UTC, WGS 84
 * degrees, metres per second, degrees clockwise from north, metres. NaN stands for a speed, heading or accuracy that is
 * not known. Immutable and thread-safe.
 */
public final class Trace {
    private final int size;
    private final long[] timeMillis;
    private final double[] latitude;
    private final double[] longitude;
    private final double[] speedMps;
    private final double[] headingDegrees;
    private final double[] accuracyMetres;

    private Trace(Builder builder) {
        size = builder.size;
        timeMillis = builder.timeMillis;
        latitude = builder.latitude;
        longitude = builder.longitude;
        speedMps = builder.speedMps;
        headingDegrees = builder.headingDegrees;
        accuracyMetres = builder.accuracyMetres;
    }

    /** Begins a trace; more points than expected may be added. */
    public static Builder builder(int expectedPoints) {
        return new Builder(expectedPoints);
    }

    public int size() {
        return size;
    }

    public long timeMillis(int i) {
        return timeMillis[i];
    }

    public double latitude(int i) {
        return latitude[i];
    }

    public double longitude(int i) {
        return longitude[i];
    }

    /** Metres per second, or NaN. */
    public double speedMps(int i) {
        return speedMps[i];
    }

    /** Degrees clockwise from north, or NaN. */
    public double headingDegrees(int i) {
        return headingDegrees[i];
    }

    /** The device's own estimate of its error (the radius that holds about two thirds of the fixes), or NaN. */
    public double accuracyMetres(int i) {
        return accuracyMetres[i];
    }

    /** Collects points in order. Not thread-safe. */
    public static final class Builder {
        private static final int SMALLEST = 16;

        private int size;
        private long[] timeMillis;
        private double[] latitude;
        private double[] longitude;
        private double[] speedMps;
        private double[] headingDegrees;
        private double[] accuracyMetres;

        private Builder(int expectedPoints) {
            int capacity = Math.max(SMALLEST, expectedPoints);
            timeMillis = new long[capacity];
            latitude = new double[capacity];
            longitude = new double[capacity];
            speedMps = new double[capacity];
            headingDegrees = new double[capacity];
            accuracyMetres = new double[capacity];
        }

        /** Adds a fix of which only time and place are known. */
        public Builder add(long time, double latitudeDegrees, double longitudeDegrees) {
            return add(time, latitudeDegrees, longitudeDegrees, Double.NaN, Double.NaN, Double.NaN);
        }

        /** Adds a fix; NaN where speed, heading or accuracy is not known. */
        public Builder add(
                long time,
                double latitudeDegrees,
                double longitudeDegrees,
                double speed,
                double heading,
                double accuracy) {
            if (size == timeMillis.length) {
                grow(size * 2);
            }
            timeMillis[size] = time;
            latitude[size] = latitudeDegrees;
            longitude[size] = longitudeDegrees;
            speedMps[size] = speed;
            headingDegrees[size] = heading;
            accuracyMetres[size] = accuracy;
            size++;
            return this;
        }

        /** The trace shares the builder's columns: points that are added later lie behind its own. */
        public Trace build() {
            return new Trace(this);
        }

        private void grow(int capacity) {
            timeMillis = Arrays.copyOf(timeMillis, capacity);
            latitude = Arrays.copyOf(latitude, capacity);
            longitude = Arrays.copyOf(longitude, capacity);
            speedMps = Arrays.copyOf(speedMps, capacity);
            headingDegrees = Arrays.copyOf(headingDegrees, capacity);
            accuracyMetres = Arrays.copyOf(accuracyMetres, capacity);
        }
    }
}
