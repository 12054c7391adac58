package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.trips.roads.RoadNetwork;

/**
 * Journeys as one HTML file that needs no network: an overview, and each journey drawn on its roads beside its numbers.
 * It shows where vehicles were, unlike the store, and says so.
 */
public final class ReportPage {
    private static final String NOTE = "This page holds positions: whoever has it can see where the vehicles were. "
            + "Roads © OpenStreetMap contributors, under the Open Database Licence.";
    private static final List<String> SCRIPTS = List.of("report-map.js", "report-chart.js", "report-page.js");

    private ReportPage() {}

    /**
     * Writes the page, all of it or nothing.
     *
     * @param about one line: where the points came from, and on what the journeys rest
     * @param days documents of policy days, as JSON
     * @param roads or null
     */
    public static void write(
            Path file, String about, List<ReportedJourney> journeys, List<String> days, RoadNetwork roads)
            throws IOException {
        StringBuilder script = new StringBuilder();
        for (String name : SCRIPTS) {
            script.append(resource(name));
        }
        String page = resource("report.html")
                .replace("{{style}}", resource("report.css"))
                .replace("{{script}}", script)
                .replace("{{data}}", data(about, journeys, days, roads));
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path beside = folder.resolve(file.getFileName() + ".part");
        Files.writeString(beside, page);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String data(String about, List<ReportedJourney> journeys, List<String> days, RoadNetwork roads)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("about", about);
            json.writeStringField("note", NOTE);
            json.writeArrayFieldStart("journeys");
            SurroundingRoads surrounding = new SurroundingRoads();
            for (ReportedJourney journey : journeys) {
                journey.write(json);
                journey.drawing().ifPresent(surrounding::around);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("days");
            for (String day : days) {
                json.writeRawValue(day);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("roads");
            if (roads != null) {
                surrounding.write(json, roads);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        // In JSON this character stands only inside strings; escaped, no name can end the script element.
        return text.toString().replace("<", "\\u003c");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
