package org.trips.journeys;

/**
 * What adds up exactly from parts of journeys to journeys, policy days and policy months: millimetres, milliseconds and
 * counts, all integers, so that what was added can be taken back to the last digit. A journey counts where it begins.
 */
public record Sums(
        long journeys,
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
        long cornerings,
        Breakdown breakdown) {

    public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Breakdown.NONE);

    public Sums {
        // A journey that an earlier release left in state has none; it is measured again before it is sent out.
        breakdown = breakdown == null ? Breakdown.notKept(distanceMm) : breakdown;
    }

    public long idleMillis() {
        return durationMillis - movingMillis;
    }

    public Sums plus(Sums other) {
        return plus(other, 1);
    }

    public Sums minus(Sums other) {
        return plus(other, -1);
    }

    private Sums plus(Sums other, int sign) {
        return new Sums(
                journeys + sign * other.journeys,
                distanceMm + sign * other.distanceMm,
                durationMillis + sign * other.durationMillis,
                movingMillis + sign * other.movingMillis,
                nightMillis + sign * other.nightMillis,
                limitUnknownMillis + sign * other.limitUnknownMillis,
                speedingMillis + sign * other.speedingMillis,
                speedingMm + sign * other.speedingMm,
                speedingEpisodes + sign * other.speedingEpisodes,
                brakings + sign * other.brakings,
                accelerations + sign * other.accelerations,
                cornerings + sign * other.cornerings,
                breakdown.plus(other.breakdown, sign));
    }
}
