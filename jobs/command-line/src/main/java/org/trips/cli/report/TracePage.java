package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.trips.cli.match.MatchedTraceFields;
import org.trips.cli.match.MatchedTraceFormat;
import org.trips.cli.match.Rounded;
import org.trips.matching.BridgedGap;
import org.trips.matching.ConsideredEdge;
import org.trips.matching.ConsideredFix;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;
import org.trips.matching.PathLine;
import org.trips.matching.Trace;
import org.trips.matching.UnmatchedReason;
import org.trips.roads.RoadNetwork;

/**
 * One trace as an HTML file that needs no network: its points, the places each may have been at with what they cost, and
 * the path that was found, to see why a match went where it went.
 *
 * @param from index of the first point shown
 * @param to index after the last one shown
 */
public record TracePage(
        RoadNetwork roads, Trace trace, MatchedTrace matched, List<ConsideredFix> considered, int from, int to) {
    private static final List<String> SCRIPTS = List.of("report-map.js", "trace-page.js");
    private static final double ROUNDED_COST = 100;
    private static final double ROUNDED_METRES = 10;
    private static final double PER_DEGREE = 1e6;

    /**
     * Writes the page, all of it or nothing.
     *
     * @param about one line: which trace of which file, on which roads
     */
    public void write(Path file, String about) throws IOException {
        HtmlPage.write(file, "trace.html", SCRIPTS, about, json -> {
            json.writeNumberField("firstPoint", from);
            writePoints(json);
            json.writeArrayFieldStart("considered");
            for (ConsideredFix fix : considered) {
                if (fix.point() >= from && fix.point() < to) {
                    write(json, fix);
                }
            }
            json.writeEndArray();
            MatchedTraceFields.writeConfidence(json, matched);
            json.writeArrayFieldStart("paths");
            for (MatchedPath path : matched.paths()) {
                write(json, path);
            }
            json.writeEndArray();
            writeUnsure(json);
            writeGaps(json);
            json.writeArrayFieldStart("roads");
            SurroundingRoads surrounding = new SurroundingRoads();
            surrounding.around(to - from, i -> trace.latitude(from + i), i -> trace.longitude(from + i));
            surrounding.write(json, roads);
            json.writeEndArray();
        });
    }

    private void writePoints(JsonGenerator json) throws IOException {
        json.writeFieldName("positions");
        DeltaLine positions = DeltaLine.begin(json);
        for (int i = from; i < to; i++) {
            positions.add(trace.latitude(i), trace.longitude(i));
        }
        positions.end();
        json.writeArrayFieldStart("points");
        for (int i = from; i < to; i++) {
            json.writeStartObject();
            json.writeNumberField("time", trace.timeMillis(i));
            writeKnown(json, "speed", trace.speedMps(i));
            writeKnown(json, "heading", trace.headingDegrees(i));
            writeKnown(json, "accuracy", trace.accuracyMetres(i));
            if (matched.edge(i) >= 0) {
                writePlace(json, matched.latitude(i), matched.longitude(i));
                json.writeNumberField("metresFromRoad", rounded(matched.metresFromRoad(i), ROUNDED_METRES));
                writeRoad(json, matched.edge(i));
            } else {
                json.writeStringField(
                        "reason",
                        matched.unmatched(i).map(UnmatchedReason::label).orElse(null));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, ConsideredFix fix) throws IOException {
        json.writeStartObject();
        json.writeNumberField("point", fix.point());
        json.writeNumberField("chosen", fix.chosen());
        json.writeArrayFieldStart("edges");
        for (ConsideredEdge edge : fix.edges()) {
            json.writeStartObject();
            writePlace(json, edge.latitude(), edge.longitude());
            writeRoad(json, edge.edge());
            json.writeNumberField("emission", rounded(edge.emissionCost(), ROUNDED_COST));
            writeKnown(json, "cost", edge.totalCost());
            json.writeStringField("move", edge.move());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeUnsure(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("unsure");
        for (UnsureStretch stretch : UnsureStretch.of(matched)) {
            if (stretch.pointAfter() >= from && stretch.pointBefore() < to) {
                json.writeStartObject();
                json.writeNumberField("pointBefore", Math.max(from, stretch.pointBefore()));
                json.writeNumberField("pointAfter", Math.min(to - 1, stretch.pointAfter()));
                json.writeNumberField("metres", Rounded.metres(stretch.metres()));
                json.writeNumberField("confidence", Rounded.confidence(stretch.confidence()));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void writeGaps(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("gaps");
        for (BridgedGap gap : BridgedGap.of(matched, trace, MatchedTraceFormat.GAP_SECONDS)) {
            if (gap.pointBefore() >= from && gap.pointAfter() < to) {
                MatchedTraceFields.write(json, gap);
            }
        }
        json.writeEndArray();
    }

    /** The path, where any of it belongs to the points shown. */
    private void write(JsonGenerator json, MatchedPath path) throws IOException {
        int first = Math.max(from, path.firstPoint());
        int last = Math.min(to - 1, path.lastPoint());
        while (first <= last && matched.edge(first) < 0) {
            first++;
        }
        while (last >= first && matched.edge(last) < 0) {
            last--;
        }
        if (first > last) {
            return;
        }
        PathLine line = PathLine.of(path, roads);
        double end = matched.metresAlongPath(last);
        double begin = matched.metresAlongPath(first);
        json.writeStartArray();
        int k = 0;
        while (k < path.edgeCount()) {
            BigDecimal confidence = Rounded.confidence(path.confidence(k));
            int next = k + 1;
            while (next < path.edgeCount()
                    && Rounded.confidence(path.confidence(next)).compareTo(confidence) == 0) {
                next++;
            }
            double from = Math.max(begin, path.pathMetresAtStart(k));
            double to = Math.min(end, next < path.edgeCount() ? path.pathMetresAtStart(next) : path.lengthMetres());
            if (from < to) {
                write(json, line.between(from, to), confidence);
            }
            k = next;
        }
        json.writeEndArray();
    }

    /** A stretch that is equally sure. */
    private static void write(JsonGenerator json, PathLine stretch, BigDecimal confidence) throws IOException {
        json.writeStartObject();
        json.writeNumberField("confidence", confidence);
        json.writeFieldName("line");
        DeltaLine line = DeltaLine.begin(json);
        for (int i = 0; i < stretch.size(); i++) {
            line.add(stretch.latitude(i), stretch.longitude(i));
        }
        line.end();
        json.writeEndObject();
    }

    private static void writePlace(JsonGenerator json, double latitude, double longitude) throws IOException {
        json.writeArrayFieldStart("place");
        json.writeNumber(rounded(latitude, PER_DEGREE));
        json.writeNumber(rounded(longitude, PER_DEGREE));
        json.writeEndArray();
    }

    private void writeRoad(JsonGenerator json, int edge) throws IOException {
        json.writeNumberField("way", roads.wayId(edge));
        json.writeBooleanField("forward", roads.forward(edge));
        json.writeStringField("roadClass", roads.roadClass(edge).label());
        json.writeStringField("name", roads.name(edge));
    }

    /** Null where it is not known, or where no way leads. */
    private static void writeKnown(JsonGenerator json, String field, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(field, rounded(value, ROUNDED_COST));
        } else {
            json.writeNullField(field);
        }
    }

    private static double rounded(double value, double perUnit) {
        return Math.round(value * perUnit) / perUnit;
    }
}
