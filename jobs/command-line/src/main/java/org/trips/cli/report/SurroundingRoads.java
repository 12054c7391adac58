package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;

/** The roads around some journeys, each stretch once, to be drawn in grey beneath them. Not thread-safe. */
final class SurroundingRoads {
    /** Cells of about 500 m by 250 m in middle latitudes. */
    private static final double CELLS_PER_DEGREE = 200;

    /** More would make the page slow on a phone; beyond it the smallest classes of roads are left out. */
    private static final int MOST_STRETCHES = 60_000;

    /** How far around a journey roads are drawn, in shares of its extent: a screen is seldom as wide as the journey. */
    private static final double MARGIN_SHARE = 0.6;

    private static final double SMALLEST_MARGIN_DEGREES = 0.006;

    private final Set<Long> cells = new HashSet<>();

    /** Around so many positions. */
    void around(int positions, IntToDoubleFunction latitude, IntToDoubleFunction longitude) {
        double south = Double.MAX_VALUE;
        double north = -Double.MAX_VALUE;
        double west = Double.MAX_VALUE;
        double east = -Double.MAX_VALUE;
        for (int i = 0; i < positions; i++) {
            south = Math.min(south, latitude.applyAsDouble(i));
            north = Math.max(north, latitude.applyAsDouble(i));
            west = Math.min(west, longitude.applyAsDouble(i));
            east = Math.max(east, longitude.applyAsDouble(i));
        }
        double margin = Math.max(SMALLEST_MARGIN_DEGREES, MARGIN_SHARE * Math.max(north - south, (east - west) / 2));
        for (long row = cell(south - margin); row <= cell(north + margin); row++) {
            for (long column = cell(west - 2 * margin); column <= cell(east + 2 * margin); column++) {
                cells.add(key(row, column));
            }
        }
    }

    void write(JsonGenerator json, RoadNetwork roads) throws IOException {
        Map<RoadClass, List<Integer>> byClass = new EnumMap<>(RoadClass.class);
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            boolean firstOfItsTwo = roads.opposite(edge) < 0 || edge < roads.opposite(edge);
            if (firstOfItsTwo && near(roads, edge)) {
                byClass.computeIfAbsent(roads.roadClass(edge), none -> new ArrayList<>())
                        .add(edge);
            }
        }
        int stretches = 0;
        for (Map.Entry<RoadClass, List<Integer>> entry : byClass.entrySet()) {
            stretches += entry.getValue().size();
            if (stretches > MOST_STRETCHES) {
                return;
            }
            for (int edge : entry.getValue()) {
                write(json, roads, edge, entry.getKey());
            }
        }
    }

    private static void write(JsonGenerator json, RoadNetwork roads, int edge, RoadClass roadClass) throws IOException {
        json.writeStartObject();
        json.writeStringField("roadClass", roadClass.label());
        json.writeFieldName("positions");
        DeltaLine line = DeltaLine.begin(json);
        for (int i = 0; i < roads.pointCount(edge); i++) {
            line.add(roads.latitude(edge, i), roads.longitude(edge, i));
        }
        line.end();
        json.writeEndObject();
    }

    private boolean near(RoadNetwork roads, int edge) {
        int last = roads.pointCount(edge) - 1;
        return isShown(roads.latitude(edge, 0), roads.longitude(edge, 0))
                || isShown(roads.latitude(edge, last), roads.longitude(edge, last));
    }

    private boolean isShown(double latitude, double longitude) {
        return cells.contains(key(cell(latitude), cell(longitude)));
    }

    private static long cell(double degrees) {
        return (long) Math.floor(degrees * CELLS_PER_DEGREE);
    }

    private static long key(long row, long column) {
        return (row << Integer.SIZE) | (column & 0xffff_ffffL);
    }
}
