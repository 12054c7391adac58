package org.trips.cli.match;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.trips.matching.BridgedGap;
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
    /** Where a vehicle was not seen for longer, the way between is a guess at what drivers choose. */
    public static final double GAP_SECONDS = 30;

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

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
                for (DrivenWay way : piece) {
                    write(json, way);
                }
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
            writeGaps(json, BridgedGap.of(matched, trace, GAP_SECONDS));
            json.writeNumberField("lengthMetres", Rounded.metres(matched.lengthMetres()));
            writeConfidence(json, matched);
            writePoints(json, trace, matched);
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, DrivenWay way) throws IOException {
        json.writeStartObject();
        json.writeNumberField("way", way.way());
        json.writeBooleanField("forward", way.forward());
        json.writeNumberField("fromMetres", Rounded.metres(way.fromMetres()));
        json.writeNumberField("toMetres", Rounded.metres(way.toMetres()));
        json.writeNumberField("confidence", Rounded.confidence(way.confidence()));
        json.writeEndObject();
    }

    private static void writeConfidence(JsonGenerator json, MatchedTrace matched) throws IOException {
        if (matched.paths().isEmpty()) {
            json.writeNullField("confidence");
        } else {
            json.writeNumberField("confidence", Rounded.confidence(matched.confidence()));
        }
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

    private static void writeGaps(JsonGenerator json, List<BridgedGap> gaps) throws IOException {
        json.writeArrayFieldStart("gaps");
        for (BridgedGap gap : gaps) {
            json.writeStartObject();
            json.writeNumberField("pointBefore", gap.pointBefore());
            json.writeNumberField("pointAfter", gap.pointAfter());
            json.writeNumberField("seconds", gap.seconds());
            json.writeNumberField("metres", Rounded.metres(gap.metres()));
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
            json.writeStringField("time", TIME.format(Instant.ofEpochMilli(trace.timeMillis(i))));
            json.writeNumberField("way", roads.wayId(matched.edge(i)));
            json.writeBooleanField("forward", roads.forward(matched.edge(i)));
            json.writeNumberField("lat", Rounded.degrees(matched.latitude(i)));
            json.writeNumberField("lon", Rounded.degrees(matched.longitude(i)));
            json.writeNumberField("metresFromRoad", Rounded.metres(matched.metresFromRoad(i)));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("unmatched");
        for (int i = 0; i < matched.size(); i++) {
            if (matched.unmatched(i).isPresent()) {
                json.writeStartObject();
                json.writeNumberField("index", i);
                json.writeStringField("reason", matched.unmatched(i).get().label());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }
}
