package org.trips.journeys.measure;

import org.trips.journeys.LimitSource;
import org.trips.roads.RoadNetwork;

/**
 * The limit for one vehicle at one place and time, and where it is known from.
 *
 * @param kmh {@link RoadNetwork#UNKNOWN_LIMIT} if and only if the source is unknown; {@link RoadNetwork#UNLIMITED} where
 *     there is none by law
 * @param doubtful whether another may have held instead
 */
record KnownLimit(int kmh, LimitSource source, boolean doubtful) {
    static final KnownLimit UNKNOWN = new KnownLimit(RoadNetwork.UNKNOWN_LIMIT, LimitSource.UNKNOWN, false);

    /** Posted for everybody at all times; unknown where the number says so. */
    static KnownLimit posted(int kmh) {
        return kmh == RoadNetwork.UNKNOWN_LIMIT ? UNKNOWN : new KnownLimit(kmh, LimitSource.TAGGED, false);
    }
}
