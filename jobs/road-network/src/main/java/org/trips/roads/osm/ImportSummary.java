package org.trips.roads.osm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.WrittenTurns;

/**
 * What an import made.
 *
 * @param version of the road file
 * @param ways how many OpenStreetMap ways were kept
 * @param edges directed: a two-way street counts twice
 * @param metresByClass length of the roads, each counted once whether oneway or not; only classes that occur
 * @param limitsKnownShare of the length of all roads but ferries, by direction, from 0 to 1
 */
public record ImportSummary(
        String version,
        int ways,
        int junctions,
        int edges,
        Map<RoadClass, Double> metresByClass,
        double limitsKnownShare,
        WrittenTurns turns,
        long fileBytes,
        Duration took) {

    public ImportSummary {
        metresByClass = Collections.unmodifiableMap(new EnumMap<>(metresByClass));
    }

    /** Length of all roads and ferries, each counted once whether oneway or not. */
    public double metres() {
        return metresByClass.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    static ImportSummary of(Path roadFile, WrittenTurns turns, Duration took) throws IOException {
        RoadNetwork roads = RoadNetwork.open(roadFile);
        Map<RoadClass, Double> metresByClass = new EnumMap<>(RoadClass.class);
        double metres = 0;
        double metresWithLimit = 0;
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            double length = roads.lengthMetres(edge);
            if (roads.opposite(edge) < edge) {
                metresByClass.merge(roads.roadClass(edge), length, Double::sum);
            }
            if (!roads.ferry(edge)) {
                metres += length;
                metresWithLimit += roads.speedLimitKmh(edge) == RoadNetwork.UNKNOWN_LIMIT ? 0 : length;
            }
        }
        return new ImportSummary(
                roads.version(),
                roads.wayCount(),
                roads.junctionCount(),
                roads.edgeCount(),
                metresByClass,
                metres == 0 ? 0 : metresWithLimit / metres,
                turns,
                Files.size(roadFile),
                took);
    }
}
