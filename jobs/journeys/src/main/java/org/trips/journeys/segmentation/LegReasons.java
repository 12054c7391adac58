package org.trips.journeys.segmentation;

import java.util.List;
import org.trips.journeys.profile.Profile;

/**
 * Why a leg is as it is, for people who ask. Nothing hangs on it, and none of it is kept in state or documents. Immutable.
 *
 * @param profile whose thresholds decided
 * @param departure why a journey, or what was too short for one, starts where it does; null where the vehicle only stood,
 *     and where the fold was resumed within the journey and no longer knows
 * @param end what ended the leg
 * @param dropped its points that place nobody, in order of time
 */
public record LegReasons(Profile profile, Departure departure, Break end, List<Dropped> dropped) {
    public LegReasons {
        dropped = List.copyOf(dropped);
    }
}
