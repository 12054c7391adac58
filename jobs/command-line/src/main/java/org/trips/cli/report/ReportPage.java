package org.trips.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.trips.roads.RoadNetwork;

/**
 * Journeys as one HTML file that needs no network: an overview, and each journey drawn on its roads beside its numbers.
 * It shows where vehicles were, unlike the store, and says so.
 */
final class ReportPage {
    private static final List<String> SCRIPTS =
            List.of("report-map.js", "report-chart.js", "report-parts.js", "report-page.js");

    private ReportPage() {}

    /**
     * Writes the page, all of it or nothing.
     *
     * @param about one line: where the points came from, and on what the journeys rest
     * @param days documents of policy days, as JSON
     * @param roads or null
     */
    static void write(Path file, String about, List<ReportedJourney> journeys, List<String> days, RoadNetwork roads)
            throws IOException {
        HtmlPage.write(file, "report.html", SCRIPTS, about, json -> {
            json.writeArrayFieldStart("journeys");
            SurroundingRoads surrounding = new SurroundingRoads();
            for (ReportedJourney journey : journeys) {
                journey.write(json);
                journey.drawing()
                        .map(JourneyDrawing::track)
                        .ifPresent(drawn -> surrounding.around(drawn.size(), drawn::latitude, drawn::longitude));
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
        });
    }
}
