package org.trips.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;

/**
 * Puts together what the page shows: documents, as the store holds them, drawn with the points and roads at hand.
 *
 * @param assignments by the pseudonym of the device: whose clock a journey's times are shown by
 * @param roads or null
 */
public record JourneysReport(
        RecordedPoints points, Map<String, DeviceAssignments> assignments, Profile profile, RoadNetwork roads) {

    /** More would make the page too large to open; those beyond are listed with their numbers alone. */
    private static final int MOST_DRAWN = 300;

    /** Writes the page for journeys and policy days. */
    public void write(Path file, String about, List<JsonNode> journeys, List<JsonNode> days) throws IOException {
        List<ReportedJourney> reported = new ArrayList<>();
        for (JsonNode journey : journeys) {
            reported.add(reported(journey, reported.size() < MOST_DRAWN));
        }
        ReportPage.write(
                file, about, reported, days.stream().map(JsonNode::toString).toList(), roads);
    }

    private ReportedJourney reported(JsonNode journey, boolean drawn) {
        String device = journey.path("device").asText();
        Instant start = Instant.parse(journey.path("start").asText());
        Instant end = Instant.parse(journey.path("end").asText());
        List<Point> shown = points.of(device, start.toEpochMilli(), end.toEpochMilli(), profile.cleaning());
        Optional<JourneyDrawing> drawing =
                drawn && shown.size() > 1 ? Optional.of(JourneyDrawing.of(shown, roads, profile)) : Optional.empty();
        return new ReportedJourney(
                journey.toString(),
                start.toEpochMilli(),
                assignments.getOrDefault(device, DeviceAssignments.NONE).zoneAt(start),
                drawing);
    }
}
