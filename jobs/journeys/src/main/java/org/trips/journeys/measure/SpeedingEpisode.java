package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.ExceededLimit;

/**
 * One time of driving above the limit: how long, by how much at worst, how fast at its start and end.
 *
 * @param limits those that were exceeded, in the order in which they were driven through; one or more
 */
public record SpeedingEpisode(
        long startMillis,
        long endMillis,
        double worstExcessMps,
        double speedAtStartMps,
        double speedAtEndMps,
        List<ExceededLimit> limits) {
    public SpeedingEpisode {
        limits = List.copyOf(limits);
    }
}
