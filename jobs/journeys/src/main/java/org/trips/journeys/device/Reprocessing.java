package org.trips.journeys.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyId;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.segmentation.JourneyPoints;

/**
 * Computes what is settled once more, from points that may hold more than when it was settled, and by the rules and
 * policies that are known now. Doing it twice is the same as once. Not thread-safe: it holds a matcher.
 */
public final class Reprocessing {
    private final JourneyRules rules;
    private final JourneyComputation computation;

    public Reprocessing(JourneyRules rules) {
        this(rules, new JourneyComputation(rules));
    }

    Reprocessing(JourneyRules rules, JourneyComputation computation) {
        this.rules = rules;
        this.computation = computation;
    }

    /** The journeys that start in the span, settled, in order of time. */
    public List<Journey> journeys(ReprocessedSpan span, DeviceAssignments assignments) {
        return starting(span, span.to()).stream()
                .map(points -> measure(span, points, assignments, new ChangesBuilder()))
                .toList();
    }

    /**
     * Replaces the span's journeys in the store, and what they add to policies. Those not settled yet are left alone: they
     * are computed from what the device's state holds.
     *
     * @param rememberedSince what is older is forgotten by the ledgers of policies
     */
    DeviceChanges apply(DeviceStore store, ReprocessedSpan span, DeviceAssignments assignments, Instant rememberedSince)
            throws InvalidReprocessingException {
        DeviceHeader header = DeviceHeader.of(store, rules.digest());
        if (header.isNew()) {
            throw refused(span, "nothing of this device is known; was the job begun anew, or is its name misspelt?");
        }
        if (span.from().isBefore(rememberedSince)) {
            throw refused(
                    span, "what lies before " + rememberedSince + " is no longer known of policy days and months");
        }
        Instant settled = Instant.ofEpochMilli(header.settledJourneysMillis());
        require(span, settled);

        ChangesBuilder changes = new ChangesBuilder();
        Map<String, StoredJourney> gone = new TreeMap<>();
        span.stored().forEach(journey -> gone.put(journey.id(), journey));
        for (JourneyPoints points : starting(span, earlier(span.to(), settled))) {
            Journey journey = measure(span, points, assignments, changes);
            StoredJourney before = gone.remove(journey.id());
            if (before != null) {
                changes.takenBack(before.policyDays(), journey);
            }
            // What it was computed from is not kept: a settled journey is not looked at again.
            changes.written(new FoundJourney(journey, before == null ? 1 : before.revision() + 1, 0));
        }
        String pseudonym = rules.pseudonyms().of(span.device());
        gone.values().forEach(journey -> changes.withdrawn(journey.id(), pseudonym, journey.policyDays()));
        return changes.build(false);
    }

    /** The state decides what may be replaced, not whoever sends the span. */
    private void require(ReprocessedSpan span, Instant settled) throws InvalidReprocessingException {
        Set<Long> slots = new HashSet<>();
        if (!span.since().isNowhere()) {
            slots.add(Point.slot(span.since().last().timeMillis()));
        }
        for (Point point : span.points()) {
            slots.add(Point.slot(point.timeMillis()));
        }
        String pseudonym = rules.pseudonyms().of(span.device());
        for (StoredJourney journey : span.stored()) {
            String name = "journey " + journey.id() + " of the store";
            if (!journey.id().equals(JourneyId.of(pseudonym, journey.start().toEpochMilli()))) {
                throw refused(span, name + " is none of this device; was it written with another pseudonym key?");
            }
            if (!journey.startsWithin(span.from(), span.to()) || journey.runsOver(span.to())) {
                throw refused(span, name + " does not lie in the span");
            }
            if (journey.end().isAfter(settled)) {
                throw refused(span, name + " is still held open; journeys are settled until " + settled);
            }
            // In a slot a better point, which came too late, may stand for the one that the store tells of.
            if (!slots.contains(Point.slot(journey.start().toEpochMilli()))
                    || !slots.contains(Point.slot(journey.end().toEpochMilli()))) {
                throw refused(span, "the first or last point of " + name + " is missing");
            }
        }
        for (JourneyPoints points : span.journeys(rules.profiles())) {
            for (Instant edge : List.of(span.from(), span.to(), settled)) {
                if (runsOver(points, edge)) {
                    throw refused(
                            span,
                            "a journey from " + Instant.ofEpochMilli(points.startMillis()) + " to "
                                    + Instant.ofEpochMilli(points.endMillis()) + " runs over " + edge
                                    + (edge.equals(settled) ? ", until when journeys are settled" : ", its edge")
                                    + "; let the span end before it");
                }
            }
        }
    }

    private List<JourneyPoints> starting(ReprocessedSpan span, Instant before) {
        List<JourneyPoints> starting = new ArrayList<>(span.journeys(rules.profiles()));
        starting.removeIf(points ->
                points.startMillis() < span.from().toEpochMilli() || points.startMillis() >= before.toEpochMilli());
        return starting;
    }

    private Journey measure(
            ReprocessedSpan span, JourneyPoints points, DeviceAssignments assignments, ChangesBuilder changes) {
        return computation.measure(span.device(), points, JourneyStatus.SETTLED, assignments, changes);
    }

    private static boolean runsOver(JourneyPoints points, Instant time) {
        return points.startMillis() < time.toEpochMilli() && points.endMillis() > time.toEpochMilli();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static InvalidReprocessingException refused(ReprocessedSpan span, String why) {
        return new InvalidReprocessingException("The span of device " + span.device() + " from " + span.from() + " to "
                + span.to() + " cannot be computed again: " + why + ".");
    }
}
