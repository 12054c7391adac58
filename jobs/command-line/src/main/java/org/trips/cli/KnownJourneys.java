package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trips.cli.journeys.Documents;
import org.trips.cli.journeys.FileJourneys;
import org.trips.cli.report.JourneysReport;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.measure.JourneyMeasurer;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadNetwork;

/**
 * Journeys found by the plain functions, together with what their documents do not tell: whose they are, and where they
 * went. Not thread-safe.
 */
final class KnownJourneys {
    private final RoadNetwork roads;
    private final Profile profile;
    private final DefaultLimits defaultLimits;
    private final Pseudonyms pseudonyms;
    private final Map<String, DeviceAssignments> assignments;
    private final boolean keepPoints;
    private final FileJourneys found;
    private final Map<String, WholeHistory> recorded = new HashMap<>();
    private final Map<String, String> deviceOf = new TreeMap<>();

    /**
     * @param roads or null
     * @param defaultLimits or null
     * @param compared profiles of which the harsh events alone are wanted too
     * @param keepPoints whether the journeys are to be drawn, which needs all points in memory
     */
    KnownJourneys(
            RoadNetwork roads,
            Profile profile,
            DefaultLimits defaultLimits,
            List<Profile> compared,
            Pseudonyms pseudonyms,
            Map<String, DeviceAssignments> assignments,
            boolean keepPoints) {
        this.roads = roads;
        this.profile = profile;
        this.defaultLimits = defaultLimits;
        this.pseudonyms = pseudonyms;
        this.assignments = assignments;
        this.keepPoints = keepPoints;
        found = new FileJourneys(rules(roads, profile, defaultLimits, compared, pseudonyms), assignments);
    }

    /**
     * Rules of which each holds at all times.
     *
     * @param roads or null
     * @param defaultLimits or null
     */
    static JourneyRules rules(
            RoadNetwork roads,
            Profile profile,
            DefaultLimits defaultLimits,
            List<Profile> compared,
            Pseudonyms pseudonyms) {
        try {
            return new JourneyRules(
                    roads == null ? Versions.none() : Versions.always(roads),
                    Versions.always(profile),
                    defaultLimits == null ? Versions.none() : Versions.always(defaultLimits),
                    pseudonyms,
                    JourneyRules.DEFAULT_HORIZON,
                    compared);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage());
        }
    }

    void accept(Upload upload) {
        String pseudonym = pseudonyms.of(upload.device());
        deviceOf.put(pseudonym, upload.device());
        found.accept(upload);
        if (keepPoints) {
            recorded.computeIfAbsent(pseudonym, known -> new WholeHistory()).add(upload.points());
        }
    }

    /** The input has ended. */
    void finish() {
        found.finish();
    }

    /** What was found, beyond journeys and days. */
    FileJourneys found() {
        return found;
    }

    /** Documents of journeys in order of their start. */
    List<JsonNode> journeys() {
        return documents(StoreDocument.JOURNEYS).stream()
                .sorted(Comparator.comparing(journey -> journey.path("start").asText()))
                .toList();
    }

    /** Documents of policy days, by policy and day. */
    List<JsonNode> days() {
        return documents(StoreDocument.POLICY_DAYS);
    }

    private List<JsonNode> documents(String collection) {
        return found.documents(collection).stream().map(Documents::tree).toList();
    }

    /** The device's own name; only here is it known. */
    String deviceOf(String pseudonym) {
        return deviceOf.getOrDefault(pseudonym, pseudonym);
    }

    /** All devices by their pseudonyms. */
    Map<String, String> devices() {
        return deviceOf;
    }

    /**
     * Draws documents of these journeys, from here or from a store.
     *
     * @param source where the points came from, as the page is to say it
     */
    void writeReport(Path page, String source, List<JsonNode> journeys, List<JsonNode> days) throws IOException {
        Map<String, DeviceAssignments> byPseudonym = new HashMap<>();
        assignments.forEach((device, held) -> byPseudonym.put(pseudonyms.of(device), held));
        String about = source
                + (roads == null ? ", without roads" : ", on roads " + roads.version())
                + ", by profile " + profile.id()
                + (defaultLimits == null ? "" : ", default limits " + defaultLimits.id());
        JourneyMeasurer measurer = new JourneyMeasurer(roads, profile, defaultLimits, List.of());
        new JourneysReport(this::deviceOf, recorded, byPseudonym, profile, roads, measurer)
                .write(page, about, journeys, days);
    }
}
