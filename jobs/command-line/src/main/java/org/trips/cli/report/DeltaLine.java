package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A line of positions as the page reads it: whole millionths of a degree, latitude before longitude, each after the
 * first as the difference from the one before, because that is a third of the size. Not thread-safe.
 */
final class DeltaLine {
    private static final double PER_DEGREE = 1e6;

    private final JsonGenerator json;
    private long latitude;
    private long longitude;

    private DeltaLine(JsonGenerator json) {
        this.json = json;
    }

    /** Opens an array; {@link #end} closes it. */
    static DeltaLine begin(JsonGenerator json) throws IOException {
        json.writeStartArray();
        return new DeltaLine(json);
    }

    DeltaLine add(double latitudeDegrees, double longitudeDegrees) throws IOException {
        long nextLatitude = Math.round(latitudeDegrees * PER_DEGREE);
        long nextLongitude = Math.round(longitudeDegrees * PER_DEGREE);
        json.writeNumber(nextLatitude - latitude);
        json.writeNumber(nextLongitude - longitude);
        latitude = nextLatitude;
        longitude = nextLongitude;
        return this;
    }

    void end() throws IOException {
        json.writeEndArray();
    }
}
