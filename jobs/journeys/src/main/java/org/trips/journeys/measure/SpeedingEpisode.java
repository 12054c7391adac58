package org.trips.journeys.measure;

import org.trips.roads.RoadClass;

/** One time of driving above the limit: how long, by how much at worst, how fast at its start and end, and on what road. */
record SpeedingEpisode(
        long startMillis,
        long endMillis,
        double worstExcessMps,
        double speedAtStartMps,
        double speedAtEndMps,
        RoadClass roadClass) {}
