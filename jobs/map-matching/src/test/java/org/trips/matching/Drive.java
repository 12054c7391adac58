package org.trips.matching;

import java.util.Random;

/** Lays out a trace in metres east and north of a {@link Town}'s corner. */
public final class Drive {
    private static final long START_MILLIS = 1_790_000_000_000L;

    private final Trace.Builder trace = Trace.builder(100);
    private Random random = new Random(7);
    private double everySeconds = 1;
    private double speedFactor = Double.NaN;
    private double noise;
    private double accuracy = Double.NaN;
    private double seconds;
    private double east;
    private double north;

    public static Drive from(double east, double north) {
        return new Drive().at(0, east, north);
    }

    /** Gives every fix from here on this much noise per axis. */
    public Drive noise(double sigma) {
        noise = sigma;
        return this;
    }

    /** Draws other noise from here on. */
    public Drive draw(long seed) {
        random = new Random(seed);
        return this;
    }

    /** Has the device send a fix every so many seconds from here on. */
    public Drive every(double newSeconds) {
        everySeconds = newSeconds;
        return this;
    }

    /** Has the device report its speed while it drives, times a factor: 1 for a true one. */
    public Drive reportingSpeed(double factor) {
        speedFactor = factor;
        return this;
    }

    /** Has the device claim this accuracy from here on. */
    public Drive accuracy(double metres) {
        accuracy = metres;
        return this;
    }

    /** A fix at any time and place. */
    public Drive at(double atSeconds, double atEast, double atNorth) {
        return at(atSeconds, atEast, atNorth, Double.NaN, Double.NaN);
    }

    /** A fix at any time and place with speed and heading. */
    public Drive at(double atSeconds, double atEast, double atNorth, double speed, double heading) {
        seconds = atSeconds;
        east = atEast;
        north = atNorth;
        trace.add(
                START_MILLIS + Math.round(atSeconds * 1000),
                Town.latitude(north + noise * random.nextGaussian()),
                Town.longitude(east + noise * random.nextGaussian()),
                speed,
                heading,
                accuracy);
        return this;
    }

    /** Drives straight on to a place with a fix every second, or as often as was said. */
    public Drive to(double toEast, double toNorth, double speed) {
        double fromEast = east;
        double fromNorth = north;
        double start = seconds;
        double metres = Math.hypot(toEast - fromEast, toNorth - fromNorth);
        int steps = (int) Math.max(1, Math.round(metres / speed / everySeconds));
        for (int i = 1; i <= steps; i++) {
            double share = (double) i / steps;
            at(
                    start + i * everySeconds,
                    fromEast + share * (toEast - fromEast),
                    fromNorth + share * (toNorth - fromNorth),
                    speed * speedFactor,
                    Double.NaN);
        }
        return this;
    }

    /** Stands still with a fix every second. */
    public Drive stand(int forSeconds) {
        for (int i = 0; i < forSeconds; i++) {
            at(seconds + 1, east, north);
        }
        return this;
    }

    /** Says nothing for a while. */
    public Drive silence(double forSeconds) {
        seconds += forSeconds;
        return this;
    }

    public Trace trace() {
        return trace.build();
    }
}
