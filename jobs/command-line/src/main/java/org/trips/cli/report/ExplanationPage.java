package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.trips.cli.explain.Finding;
import org.trips.cli.explain.JourneyExplanation;
import org.trips.cli.explain.Mark;
import org.trips.journeys.points.Point;
import org.trips.journeys.segmentation.Dropped;
import org.trips.roads.RoadNetwork;

/**
 * One journey as an HTML file that needs no network: what is said of it, beside map and speed plot with the points that
 * decided where it starts and ends, and those that are not part of it.
 *
 * @param roads or null
 */
public record ExplanationPage(JourneyExplanation explanation, RoadNetwork roads) {
    private static final List<String> SCRIPTS =
            List.of("report-map.js", "report-chart.js", "report-parts.js", "explanation-page.js");

    /** More would make the page slow; further ones are thinned evenly. */
    private static final int MOST_SET_ASIDE = 4_000;

    private static final double MILLIS = 1_000;
    private static final double KMH_PER_MPS = 3.6;

    /**
     * Writes the page, all of it or nothing.
     *
     * @param about one line: where the points came from
     */
    public void write(Path file, String about) throws IOException {
        HtmlPage.write(file, "explanation.html", SCRIPTS, about, json -> {
            JourneyDrawing drawing = new JourneyDrawing(
                    explanation.track(), explanation.profile().speeding());
            json.writeFieldName("journey");
            new ReportedJourney(
                            explanation.document().toString(),
                            explanation.vehicle(),
                            start(),
                            explanation.zone(),
                            Optional.of(drawing),
                            null)
                    .write(json);
            writeFindings(json);
            writeMarks(json);
            writeSetAside(json);
            json.writeArrayFieldStart("roads");
            if (roads != null) {
                SurroundingRoads surrounding = new SurroundingRoads();
                surrounding.around(drawing.track().size(), drawing.track()::latitude, drawing.track()::longitude);
                surrounding.write(json, roads);
            }
            json.writeEndArray();
        });
    }

    private long start() {
        return explanation.journey().startMillis();
    }

    private void writeFindings(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : explanation.findings()) {
            json.writeStartObject();
            json.writeStringField("topic", finding.topic().label());
            json.writeStringField("heading", finding.topic().heading());
            json.writeStringField("label", finding.label());
            json.writeNumberField("from", seconds(finding.fromMillis()));
            json.writeNumberField("to", seconds(finding.toMillis()));
            json.writeStringField("text", finding.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeMarks(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("marks");
        for (Mark mark : explanation.marks()) {
            json.writeStartObject();
            json.writeStringField("letter", mark.letter());
            json.writeStringField("text", mark.text());
            json.writeNumberField("radius", mark.radiusMetres());
            json.writeNumberField("seconds", seconds(mark.point().timeMillis()));
            writePlace(json, mark.point());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeSetAside(JsonGenerator json) throws IOException {
        List<Dropped> all = explanation.setAside();
        int step = all.size() / MOST_SET_ASIDE + 1;
        json.writeArrayFieldStart("setAside");
        for (int i = 0; i < all.size(); i += step) {
            Point point = all.get(i).point();
            json.writeStartObject();
            json.writeStringField("reason", all.get(i).reason().label());
            json.writeNumberField("seconds", seconds(point.timeMillis()));
            if (!Double.isNaN(point.speedMps())) {
                json.writeNumberField("kmh", Math.round(point.speedMps() * KMH_PER_MPS));
            }
            writePlace(json, point);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePlace(JsonGenerator json, Point point) throws IOException {
        json.writeArrayFieldStart("place");
        json.writeNumber(point.latitude());
        json.writeNumber(point.longitude());
        json.writeEndArray();
    }

    /** From the start on, as everywhere on the page. */
    private double seconds(long millis) {
        return (millis - start()) / MILLIS;
    }
}
