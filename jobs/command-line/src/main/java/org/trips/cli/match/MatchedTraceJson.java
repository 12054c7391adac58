package org.trips.cli.match;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;
import org.trips.matching.PathLine;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;

/**
 * One matched trace as one line of JSON: the ways driven, the line drawn, and the place of each point on the road,
 * and how sure that is: of the whole, of each path between two breaks, and of each way.
 * Where the match breaks, {@code breaks} names the positions in {@code path} and {@code geometry} at which it begins
 * anew; where the vehicle was not seen for more than half a minute but one path goes on, {@code gaps} names the points on
 * both sides. Not thread-safe.
 */
public final class MatchedTraceJson implements MatchedTraceFormat {
    private static final JsonFactory JSON = new JsonFactory();

    private final RoadNetwork roads;

    public MatchedTraceJson(RoadNetwork roads) {
        this.roads = roads;
    }

    @Override
    public String before() {
        return "";
    }

    @Override
    public String between() {
        return "\n";
    }

    @Override
    public String after() {
        return "\n";
    }

    @Override
    public String trace(String id, Trace trace, MatchedTrace matched) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            List<List<DrivenWay>> pieces = matched.paths().stream()
                    .map(path -> DrivenWay.of(path, roads))
                    .toList();
            List<PathLine> lines = matched.paths().stream()
                    .map(path -> PathLine.of(path, roads))
                    .toList();
            json.writeStartObject();
            json.writeStringField("trace", id);
            json.writeArrayFieldStart("path");
            for (List<DrivenWay> piece : pieces) {
                MatchedTraceFields.writeWays(json, piece);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("geometry");
            for (PathLine drawn : lines) {
                for (int i = 0; i < drawn.size(); i++) {
                    json.writeStartArray();
                    json.writeNumber(Rounded.degrees(drawn.latitude(i)));
                    json.writeNumber(Rounded.degrees(drawn.longitude(i)));
                    json.writeEndArray();
                }
            }
            json.writeEndArray();
            writeBreaks(json, pieces, lines);
            MatchedTraceFields.writeGaps(json, matched, trace);
            json.writeNumberField("lengthMetres", Rounded.metres(matched.lengthMetres()));
            MatchedTraceFields.writeConfidence(json, matched);
            writePathConfidence(json, matched);
            writePoints(json, trace, matched);
            MatchedTraceFields.writeUnmatched(json, matched, trace);
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void writePathConfidence(JsonGenerator json, MatchedTrace matched) throws IOException {
        json.writeArrayFieldStart("pathConfidence");
        for (MatchedPath path : matched.paths()) {
            json.writeNumber(Rounded.confidence(path.confidence()));
        }
        json.writeEndArray();
    }

    private static void writeBreaks(JsonGenerator json, List<List<DrivenWay>> pieces, List<PathLine> lines)
            throws IOException {
        json.writeArrayFieldStart("breaks");
        int ways = 0;
        int positions = 0;
        for (int piece = 1; piece < pieces.size(); piece++) {
            ways += pieces.get(piece - 1).size();
            positions += lines.get(piece - 1).size();
            json.writeStartObject();
            json.writeNumberField("path", ways);
            json.writeNumberField("geometry", positions);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writePoints(JsonGenerator json, Trace trace, MatchedTrace matched) throws IOException {
        json.writeArrayFieldStart("points");
        for (int i = 0; i < matched.size(); i++) {
            if (matched.edge(i) < 0) {
                json.writeNull();
                continue;
            }
            json.writeStartObject();
            MatchedTraceFields.writeTime(json, trace, i);
            json.writeNumberField("way", roads.wayId(matched.edge(i)));
            json.writeBooleanField("forward", roads.forward(matched.edge(i)));
            json.writeNumberField("lat", Rounded.degrees(matched.latitude(i)));
            json.writeNumberField("lon", Rounded.degrees(matched.longitude(i)));
            json.writeNumberField("metresFromRoad", Rounded.metres(matched.metresFromRoad(i)));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
