package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.measure.JourneyTrack;
import org.trips.journeys.profile.Profile;
import org.trips.matching.PathLine;
import org.trips.roads.RoadClass;

/**
 * What the page needs to draw one journey: where it was at each point, how fast, under which limit, on which class of
 * road, and the line between points coloured by speed against the limit.
 */
final class JourneyDrawing {
    /** More than a screen can show; longer journeys are thinned evenly. */
    private static final int MOST_POINTS = 4_000;

    private static final double KMH_PER_MPS = 3.6;
    private static final double MILLIS = 1_000.0;

    private final JourneyTrack track;
    private final Profile.Speeding speeding;

    JourneyDrawing(JourneyTrack track, Profile.Speeding speeding) {
        this.track = track;
        this.speeding = speeding;
    }

    JourneyTrack track() {
        return track;
    }

    void write(JsonGenerator json, long startMillis) throws IOException {
        List<Integer> shown = shownPoints();
        json.writeStartObject();
        json.writeFieldName("positions");
        DeltaLine positions = DeltaLine.begin(json);
        for (int i : shown) {
            positions.add(track.latitude(i), track.longitude(i));
        }
        positions.end();
        json.writeArrayFieldStart("seconds");
        for (int i : shown) {
            json.writeNumber((track.timeMillis(i) - startMillis) / MILLIS);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("kmh");
        for (int i : shown) {
            writeOrNull(json, kmh(i));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("limits");
        for (int i : shown) {
            json.writeNumber(track.limitKmh(i));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("roadClasses");
        for (int i : shown) {
            RoadClass roadClass = track.roadClass(i);
            json.writeString(roadClass == null ? null : roadClass.label());
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
            SpeedBand band = SpeedBand.of((kmh(from) + kmh(to)) / 2, track.limitKmh(from), speeding);
            if (band != current) {
                endStretch(json, line);
                json.writeStartObject();
                json.writeStringField("band", band.label());
                json.writeFieldName("positions");
                line = DeltaLine.begin(json).add(track.latitude(from), track.longitude(from));
                current = band;
            }
            PathLine driven = track.line(from, to);
            for (int i = 1; i < driven.size(); i++) {
                line.add(driven.latitude(i), driven.longitude(i));
            }
        }
        endStretch(json, line);
    }

    private static void endStretch(JsonGenerator json, DeltaLine line) throws IOException {
        if (line != null) {
            line.end();
            json.writeEndObject();
        }
    }

    private List<Integer> shownPoints() {
        int step = (track.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < track.size() - 1; i += step) {
            shown.add(i);
        }
        shown.add(track.size() - 1);
        return shown;
    }

    private double kmh(int i) {
        return track.speedMps(i) * KMH_PER_MPS;
    }

    private static void writeOrNull(JsonGenerator json, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            json.writeNumber(Math.round(value * 10) / 10.0);
        }
    }
}
