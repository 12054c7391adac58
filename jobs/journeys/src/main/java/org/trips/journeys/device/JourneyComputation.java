package org.trips.journeys.device;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.measure.JourneyMeasurer;
import org.trips.journeys.points.PointCodec;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.DropReason;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.roads.RoadNetwork;

/**
 * Computes a journey by what held at its start, unless it was computed from the same inputs before. Not thread-safe: it
 * keeps a matcher for each road network and profile in use.
 */
public final class JourneyComputation {
    private record Versioned(Optional<RoadNetwork> roads, Profile profile, Optional<DefaultLimits> defaultLimits) {}

    private final JourneyRules rules;
    private final Map<Versioned, JourneyMeasurer> measurers = new HashMap<>();

    public JourneyComputation(JourneyRules rules) {
        this.rules = rules;
    }

    /** The journey as it now is; tells {@code changes} if it is another than it was before. */
    FoundJourney compute(
            String device,
            JourneyPoints points,
            JourneyStatus status,
            DeviceAssignments assignments,
            Optional<FoundJourney> before,
            ChangesBuilder changes) {
        long inputs = digest(points, assignments, versioned(points));
        if (before.isPresent() && before.get().inputs() == inputs) {
            if (before.get().journey().status() == status) {
                return before.get();
            }
            FoundJourney found = before.get().withStatus(status);
            changes.written(found);
            return found;
        }
        Journey journey = measure(device, points, status, assignments, changes);
        FoundJourney found = new FoundJourney(journey, revisionAfter(before, journey, changes), inputs);
        changes.written(found);
        return found;
    }

    private static long revisionAfter(Optional<FoundJourney> before, Journey now, ChangesBuilder changes) {
        if (before.isEmpty()) {
            return 1;
        }
        Journey known = before.get().journey();
        if (!known.id().equals(now.id())) {
            // Found under another pseudonym key: left there, it would count beside the one it became.
            changes.withdrawn(known);
            return 1;
        }
        changes.takenBack(PolicyDay.of(known), now);
        return before.get().revision() + 1;
    }

    /** The journey by what held at its start, whatever was found before. */
    Journey measure(
            String device,
            JourneyPoints points,
            JourneyStatus status,
            DeviceAssignments assignments,
            ChangesBuilder changes) {
        JourneyMeasurer measurer = measurer(points);
        Journey journey = measurer.measure(rules.pseudonyms().of(device), points, status, assignments);
        measurer.lastMatchingNanos().ifPresent(changes::matched);
        return journey;
    }

    /** What measures this journey, by what held at its start. */
    public JourneyMeasurer measurer(JourneyPoints points) {
        return measurers.computeIfAbsent(
                versioned(points),
                held -> new JourneyMeasurer(
                        held.roads().orElse(null),
                        held.profile(),
                        held.defaultLimits().orElse(null),
                        rules.compared()));
    }

    private Versioned versioned(JourneyPoints points) {
        Instant start = Instant.ofEpochMilli(points.startMillis());
        return new Versioned(
                rules.roads().at(start),
                rules.profiles().at(start).orElseThrow(),
                rules.defaultLimits().at(start));
    }

    private long digest(JourneyPoints points, DeviceAssignments assignments, Versioned versioned) {
        ContentDigest digest = new ContentDigest().add(PointCodec.encode(points.points()));
        for (DropReason reason : DropReason.values()) {
            digest.addNext(points.dropped().getOrDefault(reason, 0));
        }
        digest.addNext(points.parked() == null ? "seen" : points.parked());
        digest.addNext(JourneyRules.MEASURING_VERSION)
                .addNext(versioned.profile())
                .addNext(versioned.roads().map(RoadNetwork::version).orElse("none"))
                .addNext(versioned.defaultLimits().map(DefaultLimits::toString).orElse("none"));
        rules.compared().forEach(digest::addNext);
        Instant start = Instant.ofEpochMilli(points.startMillis());
        Instant end = Instant.ofEpochMilli(points.endMillis());
        for (PolicyAssignment assignment : assignments.assignments()) {
            boolean over = assignment.to() != null && !assignment.to().isAfter(start);
            if (!over && !assignment.from().isAfter(end)) {
                digest.addNext(assignment)
                        .add(assignment.timeZone())
                        .add(assignment.vehicleClass().label());
            }
        }
        return digest.value();
    }
}
