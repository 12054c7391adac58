package org.trips.roads;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a road file holds.
 *
 * @param ways how many OpenStreetMap ways were kept
 * @param edges directed: a two-way street counts twice
 * @param metresByClass length of the roads, each counted once whether oneway or not; only classes that occur
 * @param limitsKnownShare of the length of all roads but ferries, by direction, from 0 to 1
 * @param limits what is posted beside limits for everybody at all times
 * @param restrictedTurns turns from edge to edge that a sign or a barrier restricts
 */
public record RoadSummary(
        String version,
        int ways,
        int junctions,
        int edges,
        Map<RoadClass, Double> metresByClass,
        double limitsKnownShare,
        SpecialLimits limits,
        int restrictedTurns,
        long fileBytes) {

    public RoadSummary {
        metresByClass = Collections.unmodifiableMap(new EnumMap<>(metresByClass));
    }

    /** Looks at each edge once. */
    public static RoadSummary of(RoadNetwork roads) {
        Map<RoadClass, Double> metresByClass = new EnumMap<>(RoadClass.class);
        double metres = 0;
        double metresWithLimit = 0;
        SpecialLimits.Count limits = new SpecialLimits.Count(roads);
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            double length = roads.lengthMetres(edge);
            limits.add(edge);
            if (roads.opposite(edge) < edge) {
                metresByClass.merge(roads.roadClass(edge), length, Double::sum);
            }
            if (!roads.ferry(edge)) {
                metres += length;
                metresWithLimit += roads.speedLimitKmh(edge) == RoadNetwork.UNKNOWN_LIMIT ? 0 : length;
            }
        }
        return new RoadSummary(
                roads.version(),
                roads.wayCount(),
                roads.junctionCount(),
                roads.edgeCount(),
                metresByClass,
                metres == 0 ? 0 : metresWithLimit / metres,
                limits.result(),
                roads.turnCount(),
                roads.fileBytes());
    }

    /** Length of all roads and ferries, each counted once whether oneway or not. */
    public double metres() {
        return metresByClass.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
