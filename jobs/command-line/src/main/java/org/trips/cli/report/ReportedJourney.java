package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * One journey of the report.
 *
 * @param document as the store would hold it, as JSON
 * @param vehicle what the person who reads the page calls it
 * @param startMillis when it began, in milliseconds since 1970 UTC
 * @param zone whose clock its times are shown by
 * @param drawing empty where it is not drawn
 * @param whyNotDrawn one sentence for a person; null where it is drawn
 */
record ReportedJourney(
        String document,
        String vehicle,
        long startMillis,
        ZoneId zone,
        Optional<JourneyDrawing> drawing,
        String whyNotDrawn) {

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        // Java calls it Z, which no browser knows.
        json.writeStringField("timeZone", zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
        json.writeStringField("vehicle", vehicle);
        json.writeFieldName("document");
        json.writeRawValue(document);
        json.writeFieldName("drawing");
        if (drawing.isPresent()) {
            drawing.get().write(json, startMillis);
        } else {
            json.writeNull();
            json.writeStringField("whyNotDrawn", whyNotDrawn);
        }
        json.writeEndObject();
    }
}
