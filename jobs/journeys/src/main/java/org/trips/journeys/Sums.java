package org.trips.journeys;

/**
 * What adds up exactly from parts of journeys to journeys, policy days and policy months: millimetres, milliseconds and
 * counts, all integers, so that what was added can be taken back to the last digit.
 */
public record Sums(
        long distanceMm,
        long durationMillis,
        long movingMillis,
        long nightMillis,
        long limitUnknownMillis,
        long speedingMillis,
        long speedingMm,
        long speedingEpisodes,
        long brakings,
        long accelerations,
        long cornerings) {

    public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public long idleMillis() {
        return durationMillis - movingMillis;
    }

    public Sums plus(Sums other) {
        return new Sums(
                distanceMm + other.distanceMm,
                durationMillis + other.durationMillis,
                movingMillis + other.movingMillis,
                nightMillis + other.nightMillis,
                limitUnknownMillis + other.limitUnknownMillis,
                speedingMillis + other.speedingMillis,
                speedingMm + other.speedingMm,
                speedingEpisodes + other.speedingEpisodes,
                brakings + other.brakings,
                accelerations + other.accelerations,
                cornerings + other.cornerings);
    }

    public Sums minus(Sums other) {
        return new Sums(
                distanceMm - other.distanceMm,
                durationMillis - other.durationMillis,
                movingMillis - other.movingMillis,
                nightMillis - other.nightMillis,
                limitUnknownMillis - other.limitUnknownMillis,
                speedingMillis - other.speedingMillis,
                speedingMm - other.speedingMm,
                speedingEpisodes - other.speedingEpisodes,
                brakings - other.brakings,
                accelerations - other.accelerations,
                cornerings - other.cornerings);
    }
}
