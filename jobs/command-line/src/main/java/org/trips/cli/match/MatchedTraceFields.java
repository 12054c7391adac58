package org.trips.cli.match;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.trips.matching.BridgedGap;
import org.trips.matching.MatchedTrace;
import org.trips.matching.Trace;

/** What a matched trace is told by in each format and on the page of one trace, under the same names. Thread-safe. */
public final class MatchedTraceFields {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private MatchedTraceFields() {}

    static void writeWays(JsonGenerator json, List<DrivenWay> ways) throws IOException {
        for (DrivenWay way : ways) {
            json.writeStartObject();
            json.writeNumberField("way", way.way());
            json.writeBooleanField("forward", way.forward());
            json.writeNumberField("fromMetres", Rounded.metres(way.fromMetres()));
            json.writeNumberField("toMetres", Rounded.metres(way.toMetres()));
            json.writeNumberField("confidence", Rounded.confidence(way.confidence()));
            json.writeEndObject();
        }
    }

    /** Null where nothing was matched. */
    public static void writeConfidence(JsonGenerator json, MatchedTrace matched) throws IOException {
        if (matched.paths().isEmpty()) {
            json.writeNullField("confidence");
        } else {
            json.writeNumberField("confidence", Rounded.confidence(matched.confidence()));
        }
    }

    static void writeGaps(JsonGenerator json, MatchedTrace matched, Trace trace) throws IOException {
        json.writeArrayFieldStart("gaps");
        for (BridgedGap gap : BridgedGap.of(matched, trace, MatchedTraceFormat.GAP_SECONDS)) {
            write(json, gap);
        }
        json.writeEndArray();
    }

    /** One gap, an object by itself. */
    public static void write(JsonGenerator json, BridgedGap gap) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pointBefore", gap.pointBefore());
        json.writeNumberField("pointAfter", gap.pointAfter());
        json.writeNumberField("seconds", gap.seconds());
        json.writeNumberField("metres", Rounded.metres(gap.metres()));
        json.writeEndObject();
    }

    static void writeUnmatched(JsonGenerator json, MatchedTrace matched, Trace trace) throws IOException {
        json.writeArrayFieldStart("unmatched");
        for (int i = 0; i < matched.size(); i++) {
            if (matched.unmatched(i).isPresent()) {
                json.writeStartObject();
                json.writeNumberField("index", i);
                writeTime(json, trace, i);
                json.writeStringField("reason", matched.unmatched(i).get().label());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    static void writeTime(JsonGenerator json, Trace trace, int point) throws IOException {
        json.writeStringField("time", TIME.format(Instant.ofEpochMilli(trace.timeMillis(point))));
    }
}
