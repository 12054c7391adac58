package org.trips.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.measure.JourneyMeasurer;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.roads.RoadNetwork;

/**
 * Puts together what the page shows: documents, as the store holds them, each drawn from the points at hand that make the
 * same journey by the same rules, since the documents hold no positions. Not thread-safe: it holds a matcher.
 */
public final class JourneysReport {
    /** More would make the page too large to open; those beyond are listed with their numbers alone. */
    private static final int MOST_DRAWN = 300;

    private static final String TOO_MANY = "Not drawn, because a page with more than the first " + MOST_DRAWN
            + " journeys on it would be too large to open. Its numbers are all here.";
    private static final String NO_POINTS =
            "No positions at hand for this journey: it was made from documents alone, which hold none.";
    private static final String OTHER_POINTS =
            "Not drawn, because the points at hand make no such journey: its document was made from others.";

    private final UnaryOperator<String> vehicleOf;
    private final Map<String, WholeHistory> points;
    private final Map<String, DeviceAssignments> assignments;
    private final Profile profile;
    private final RoadNetwork roads;
    private final JourneyMeasurer measurer;
    private final Map<String, Map<Long, JourneyPoints>> found = new HashMap<>();

    /**
     * Makes a report by the rules that made the documents.
     *
     * @param vehicleOf what to call the vehicle of a pseudonym
     * @param points by the pseudonym of the device
     * @param assignments by pseudonym too: whose clock a journey's times are shown by
     * @param roads or null
     * @param measurer by this profile, on these roads
     */
    public JourneysReport(
            UnaryOperator<String> vehicleOf,
            Map<String, WholeHistory> points,
            Map<String, DeviceAssignments> assignments,
            Profile profile,
            RoadNetwork roads,
            JourneyMeasurer measurer) {
        this.vehicleOf = vehicleOf;
        this.points = points;
        this.assignments = assignments;
        this.profile = profile;
        this.roads = roads;
        this.measurer = measurer;
    }

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
        DeviceAssignments policies = assignments.getOrDefault(device, DeviceAssignments.NONE);
        Instant start = Instant.parse(journey.path("start").asText());
        Instant end = Instant.parse(journey.path("end").asText());
        Optional<JourneyDrawing> drawing = Optional.empty();
        String whyNot = null;
        if (!drawn) {
            whyNot = TOO_MANY;
        } else if (!points.containsKey(device)) {
            whyNot = NO_POINTS;
        } else {
            JourneyPoints same = foundOf(device).get(start.toEpochMilli());
            if (same == null || same.endMillis() != end.toEpochMilli()) {
                whyNot = OTHER_POINTS;
            } else {
                drawing = Optional.of(new JourneyDrawing(measurer.track(same, policies), profile.speeding()));
            }
        }
        return new ReportedJourney(
                journey.toString(),
                vehicleOf.apply(device),
                start.toEpochMilli(),
                policies.zoneAt(start),
                drawing,
                whyNot);
    }

    private Map<Long, JourneyPoints> foundOf(String device) {
        return found.computeIfAbsent(device, known -> points.get(known).journeys(Versions.always(profile)).stream()
                .collect(Collectors.toMap(JourneyPoints::startMillis, Function.identity())));
    }
}
