package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.PathLine;
import org.trips.matching.Trace;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/**
 * What the page needs to draw one journey: where it was at each point, how fast, under which limit, on which class of
 * road, and the line between points coloured by speed against the limit.
 */
public final class JourneyDrawing {
    /** More than a screen can show; longer journeys are thinned evenly. */
    private static final int MOST_POINTS = 4_000;

    private static final double KMH_PER_MPS = 3.6;
    private static final double MILLIS = 1_000.0;

    private final List<Point> points;
    private final RoadNetwork roads;
    private final MatchedTrace matched;
    private final List<PathLine> lines;
    private final double[] kmh;
    private final Profile profile;

    private JourneyDrawing(List<Point> points, RoadNetwork roads, MatchedTrace matched, Profile profile) {
        this.points = points;
        this.roads = roads;
        this.matched = matched;
        this.profile = profile;
        lines = matched == null
                ? List.of()
                : matched.paths().stream().map(path -> PathLine.of(path, roads)).toList();
        kmh = new double[points.size()];
        for (int i = 0; i < kmh.length; i++) {
            kmh[i] = speedMps(i) * KMH_PER_MPS;
        }
    }

    /**
     * Draws a journey on its roads.
     *
     * @param points in order of time
     * @param roads or null: then along straight lines
     */
    public static JourneyDrawing of(List<Point> points, RoadNetwork roads, Profile profile) {
        if (roads == null) {
            return new JourneyDrawing(points, null, null, profile);
        }
        Trace.Builder trace = Trace.builder(points.size());
        for (Point point : points) {
            point.addTo(trace);
        }
        MatchedTrace matched = new MapMatcher(roads, MatchingParameters.defaults()).match(trace.build());
        return new JourneyDrawing(points, roads, matched, profile);
    }

    int size() {
        return points.size();
    }

    double latitude(int i) {
        return edge(i) < 0 ? points.get(i).latitude() : matched.latitude(i);
    }

    double longitude(int i) {
        return edge(i) < 0 ? points.get(i).longitude() : matched.longitude(i);
    }

    void write(JsonGenerator json, long startMillis) throws IOException {
        List<Integer> shown = shownPoints();
        json.writeStartObject();
        json.writeFieldName("positions");
        DeltaLine positions = DeltaLine.begin(json);
        for (int i : shown) {
            positions.add(latitude(i), longitude(i));
        }
        positions.end();
        json.writeArrayFieldStart("seconds");
        for (int i : shown) {
            json.writeNumber((points.get(i).timeMillis() - startMillis) / MILLIS);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("kmh");
        for (int i : shown) {
            writeOrNull(json, kmh[i]);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("limits");
        for (int i : shown) {
            json.writeNumber(limitKmh(i));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("roadClasses");
        for (int i : shown) {
            json.writeString(edge(i) < 0 ? null : roads.roadClass(edge(i)).label());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("stretches");
        writeStretches(json, shown);
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Neighbouring pieces of one band become one line. */
    private void writeStretches(JsonGenerator json, List<Integer> shown) throws IOException {
        DeltaLine line = null;
        SpeedBand current = null;
        for (int s = 1; s < shown.size(); s++) {
            int from = shown.get(s - 1);
            int to = shown.get(s);
            SpeedBand band = SpeedBand.of((kmh[from] + kmh[to]) / 2, limitKmh(from), profile.speeding());
            if (band != current) {
                endStretch(json, line);
                json.writeStartObject();
                json.writeStringField("band", band.label());
                json.writeFieldName("positions");
                line = DeltaLine.begin(json).add(latitude(from), longitude(from));
                current = band;
            }
            draw(line, from, to);
        }
        endStretch(json, line);
    }

    private static void endStretch(JsonGenerator json, DeltaLine line) throws IOException {
        if (line != null) {
            line.end();
            json.writeEndObject();
        }
    }

    private void draw(DeltaLine line, int from, int to) throws IOException {
        if (edge(from) >= 0 && edge(to) >= 0 && matched.pathOf(from) == matched.pathOf(to)) {
            PathLine driven =
                    lines.get(matched.pathOf(from)).between(matched.metresAlongPath(from), matched.metresAlongPath(to));
            for (int i = 1; i < driven.size(); i++) {
                line.add(driven.latitude(i), driven.longitude(i));
            }
        } else {
            line.add(latitude(to), longitude(to));
        }
    }

    private List<Integer> shownPoints() {
        int step = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < points.size() - 1; i += step) {
            shown.add(i);
        }
        shown.add(points.size() - 1);
        return shown;
    }

    /** As the device says, else from the way and the time since the point before; NaN where neither is known. */
    private double speedMps(int i) {
        double said = points.get(i).speedMps();
        if (!Double.isNaN(said) || i == 0) {
            return said;
        }
        double seconds = (points.get(i).timeMillis() - points.get(i - 1).timeMillis()) / MILLIS;
        boolean samePath = edge(i) >= 0 && edge(i - 1) >= 0 && matched.pathOf(i) == matched.pathOf(i - 1);
        double metres = samePath
                ? matched.metresAlongPath(i) - matched.metresAlongPath(i - 1)
                : Earth.metres(latitude(i - 1), longitude(i - 1), latitude(i), longitude(i));
        return seconds > 0 ? metres / seconds : Double.NaN;
    }

    private int edge(int i) {
        return matched == null ? -1 : matched.edge(i);
    }

    private int limitKmh(int i) {
        return edge(i) < 0 ? 0 : roads.speedLimitKmh(edge(i));
    }

    private static void writeOrNull(JsonGenerator json, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            json.writeNumber(Math.round(value * 10) / 10.0);
        }
    }
}
