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
 * Matched traces as one GeoJSON feature collection (RFC 7946): a MultiLineString each, one line between two breaks, with
 * how sure the whole, each line and each way of it is, and what is not sure: gaps bridged and points without a place.
 */
public final class MatchedTraceGeoJson implements MatchedTraceFormat {
    private static final JsonFactory JSON = new JsonFactory();

    private final RoadNetwork roads;

    public MatchedTraceGeoJson(RoadNetwork roads) {
        this.roads = roads;
    }

    @Override
    public String before() {
        return "{\"type\":\"FeatureCollection\",\"features\":[\n";
    }

    @Override
    public String between() {
        return ",\n";
    }

    @Override
    public String after() {
        return "\n]}\n";
    }

    @Override
    public String trace(String id, Trace trace, MatchedTrace matched) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", "Feature");
            json.writeObjectFieldStart("properties");
            json.writeStringField("trace", id);
            json.writeNumberField("lengthMetres", Rounded.metres(matched.lengthMetres()));
            MatchedTraceFields.writeConfidence(json, matched);
            // A line needs two positions: a vehicle that stood still has none.
            List<MatchedPath> drawn = matched.paths().stream()
                    .filter(path -> PathLine.of(path, roads).size() > 1)
                    .toList();
            json.writeArrayFieldStart("lineConfidence");
            for (MatchedPath path : drawn) {
                json.writeNumber(Rounded.confidence(path.confidence()));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("lineWays");
            for (MatchedPath path : drawn) {
                json.writeStartArray();
                MatchedTraceFields.writeWays(json, DrivenWay.of(path, roads));
                json.writeEndArray();
            }
            json.writeEndArray();
            MatchedTraceFields.writeGaps(json, matched, trace);
            MatchedTraceFields.writeUnmatched(json, matched, trace);
            json.writeEndObject();
            json.writeObjectFieldStart("geometry");
            json.writeStringField("type", "MultiLineString");
            json.writeArrayFieldStart("coordinates");
            for (MatchedPath path : drawn) {
                write(json, PathLine.of(path, roads));
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, PathLine line) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < line.size(); i++) {
            json.writeStartArray();
            json.writeNumber(Rounded.degrees(line.longitude(i)));
            json.writeNumber(Rounded.degrees(line.latitude(i)));
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
