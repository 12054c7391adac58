package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.trips.cli.journeys.Reprocessed;
import org.trips.journeys.Journey;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.ReprocessedSpan;
import org.trips.journeys.device.Reprocessing;
import org.trips.journeys.device.ReprocessingPlan;
import org.trips.journeys.device.StoredJourney;
import org.trips.journeys.policies.DeviceAssignments;

/**
 * A span of one device that is to be computed again.
 *
 * @param stored the device's journeys in the store, in the span and around it
 */
record DeviceSpan(ReprocessingPlan plan, List<JsonNode> stored) {
    /**
     * What becomes of the journeys in it.
     *
     * @param assignments the device's policies, or empty where only the job knows them
     */
    List<Reprocessed> compare(
            List<ReprocessedSpan> pieces, JourneyRules rules, Optional<DeviceAssignments> assignments) {
        Reprocessing reprocessing = new Reprocessing(rules);
        List<Journey> found = new ArrayList<>();
        for (ReprocessedSpan piece : pieces) {
            found.addAll(reprocessing.journeys(piece, assignments.orElse(DeviceAssignments.NONE)));
        }
        Set<String> within = plan.stored().stream().map(StoredJourney::id).collect(Collectors.toSet());
        List<JsonNode> before = stored.stream()
                .filter(journey -> within.contains(journey.path("_id").asText()))
                .toList();
        return Reprocessed.compare(before, found, assignments.isPresent());
    }
}
