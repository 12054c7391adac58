package org.trips.journeys.measure;

/** Rounds measured values (m/s, m/s²) to the whole hundredths in which journeys state them. */
final class Hundredths {
    private static final int PER_UNIT = 100;

    private Hundredths() {}

    static int of(double value) {
        return Math.toIntExact(Math.round(value * PER_UNIT));
    }
}
