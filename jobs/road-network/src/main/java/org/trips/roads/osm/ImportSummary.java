package org.trips.roads.osm;

import java.time.Duration;
import org.trips.roads.RoadSummary;
import org.trips.roads.WrittenTurns;

/**
 * What an import made.
 *
 * @param turns what became of restrictions and barriers
 * @param took from its start to the last look at the new file
 */
public record ImportSummary(RoadSummary roads, WrittenTurns turns, Duration took) {}
