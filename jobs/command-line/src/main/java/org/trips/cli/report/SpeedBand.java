package org.trips.cli.report;

import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;

/** How fast against the limit, as the map colours it; the page knows the bands by their labels. */
enum SpeedBand {
    SLOW,
    STEADY,
    BRISK,
    ABOVE_LIMIT,
    SPEEDING,
    LIMIT_UNKNOWN;

    private static final double SLOW_SHARE = 0.5;
    private static final double STEADY_SHARE = 0.8;
    private static final double KMH_PER_MPS = 3.6;

    String label() {
        return switch (this) {
            case SLOW -> "slow";
            case STEADY -> "steady";
            case BRISK -> "brisk";
            case ABOVE_LIMIT -> "above";
            case SPEEDING -> "speeding";
            case LIMIT_UNKNOWN -> "unknown";
        };
    }

    /**
     * The band of a speed.
     *
     * @param kmh NaN where unknown
     * @param limitKmh 0 where unknown
     */
    static SpeedBand of(double kmh, int limitKmh, Profile.Speeding speeding) {
        if (limitKmh == 0 || Double.isNaN(kmh)) {
            return LIMIT_UNKNOWN;
        }
        if (limitKmh == RoadNetwork.UNLIMITED) {
            return BRISK;
        }
        if (kmh > limitKmh) {
            double toleratedMps = speeding.toleratedMps(limitKmh / KMH_PER_MPS);
            return kmh / KMH_PER_MPS > toleratedMps ? SPEEDING : ABOVE_LIMIT;
        }
        if (kmh > limitKmh * STEADY_SHARE) {
            return BRISK;
        }
        return kmh > limitKmh * SLOW_SHARE ? STEADY : SLOW;
    }
}
