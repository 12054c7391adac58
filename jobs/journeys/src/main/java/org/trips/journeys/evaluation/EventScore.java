package org.trips.journeys.evaluation;

/**
 * How the events of one type that were found agree with those that happened. One found event may cover two that
 * happened, and the other way round: where one ends and the next begins is nobody's fault.
 *
 * @param found by a profile
 * @param right of those found, how many happened
 * @param doubtful of those found, how many were doubtful
 * @param known how many happened beyond doubt
 * @param knownFound how many of those were found
 * @param distanceMm driven, in millimetres
 */
public record EventScore(int found, int right, int doubtful, int known, int knownFound, long distanceMm) {
    /** Of nothing. */
    public static final EventScore NONE = new EventScore(0, 0, 0, 0, 0, 0);

    private static final double MM_PER_100_KM = 1e8;

    /** Both together. */
    public EventScore plus(EventScore other) {
        return new EventScore(
                found + other.found,
                right + other.right,
                doubtful + other.doubtful,
                known + other.known,
                knownFound + other.knownFound,
                distanceMm + other.distanceMm);
    }

    /** Found events that nobody knows of. */
    public int wrong() {
        return found - right - doubtful;
    }

    /** The share of what happened that was found (recall), 0 to 1; NaN where nothing happened. */
    public double foundShare() {
        return (double) knownFound / known;
    }

    /** The share of what was found that happened, 0 to 1, leaving out the doubtful; NaN where nothing was found. */
    public double precision() {
        return (double) right / (right + wrong());
    }

    /** Found events per 100 km; NaN where nothing was driven. */
    public double per100Km() {
        return found * MM_PER_100_KM / distanceMm;
    }

    /** Found events that nobody knows of, per 100 km; NaN where nothing was driven. */
    public double wrongPer100Km() {
        return wrong() * MM_PER_100_KM / distanceMm;
    }

    /** Found events that are doubtful, per 100 km; NaN where nothing was driven. */
    public double doubtfulPer100Km() {
        return doubtful * MM_PER_100_KM / distanceMm;
    }
}
