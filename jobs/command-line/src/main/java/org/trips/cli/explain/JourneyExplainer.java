package org.trips.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trips.cli.journeys.Documents;
import org.trips.cli.journeys.Reprocessed;
import org.trips.cli.output.Counted;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.device.JourneyComputation;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.documents.JourneyDocument;
import org.trips.journeys.measure.JourneyMeasurer;
import org.trips.journeys.measure.JourneyTrack;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.Break;
import org.trips.journeys.segmentation.DropReason;
import org.trips.journeys.segmentation.Dropped;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.journeys.segmentation.Leg;

/**
 * Finds a journey anew in all points of its device, by the functions of the job, and tells how it came about. Not
 * thread-safe: it holds a matcher.
 */
public final class JourneyExplainer {
    /** So much before the start and after the end is shown on the page. */
    private static final long SHOWN_AROUND_MILLIS = 15 * 60_000;

    private final String vehicle;
    private final WholeHistory history;
    private final JourneyRules rules;
    private final Optional<DeviceAssignments> assignments;
    private final List<Leg> legs;

    /**
     * Begins with one device.
     *
     * @param vehicle the device's own id
     * @param history all its points at hand
     * @param assignments its policies; empty where they are not known here
     */
    public JourneyExplainer(
            String vehicle, WholeHistory history, JourneyRules rules, Optional<DeviceAssignments> assignments) {
        this.vehicle = vehicle;
        this.history = history;
        this.rules = rules;
        this.assignments = assignments;
        legs = history.legs(rules.profiles());
    }

    /**
     * Explains the journey of a document.
     *
     * @return empty where no journey in these points has any of its time
     */
    public Optional<JourneyExplanation> explain(JsonNode stored) {
        return LegsAround.find(legs, millis(stored, "start"), millis(stored, "end"))
                .map(around -> explain(stored, around));
    }

    private JourneyExplanation explain(JsonNode stored, LegsAround around) {
        DeviceAssignments policies = assignments.orElse(DeviceAssignments.NONE);
        JourneyPoints points = around.journey();
        Instant start = Instant.ofEpochMilli(points.startMillis());
        Profile profile = rules.profiles().at(start).orElseThrow();
        JourneyMeasurer measurer = new JourneyComputation(rules).measurer(points);
        boolean open = around.leg().reasons().end().cause() == Break.Cause.END_OF_POINTS;
        Journey journey = measurer.measure(
                rules.pseudonyms().of(vehicle),
                points,
                open ? JourneyStatus.PROVISIONAL : JourneyStatus.COMPLETE,
                policies);
        JourneyTrack track = measurer.track(points, policies);
        JsonNode document = Documents.tree(JourneyDocument.of(journey, 1));
        ZoneId zone = policies.zoneAt(start);
        Telling telling = new Telling(zone, points.startMillis());

        List<Finding> findings = new ArrayList<>(new StoredDifference(
                        stored,
                        document,
                        Reprocessed.incomparable(assignments.isPresent()),
                        journey.startMillis(),
                        journey.endMillis())
                .tell());
        SegmentationWords segmentation = new SegmentationWords(around, journey, telling);
        findings.add(segmentation.start());
        findings.add(segmentation.end());
        findings.addAll(segmentation.shortDrives());
        findings.addAll(dropped(around, telling));
        MeasuringWords measuring = new MeasuringWords(journey, points.points(), track, profile);
        findings.addAll(measuring.unseen());
        findings.addAll(measuring.events());
        findings.addAll(measuring.quality());
        findings.sort(Comparator.comparing(Finding::topic));
        return new JourneyExplanation(
                vehicle,
                zone,
                journey,
                document,
                track,
                profile,
                findings,
                Mark.of(around.leg().reasons()),
                shown(around));
    }

    private List<Finding> dropped(LegsAround around, Telling telling) {
        JourneyPoints journey = around.journey();
        List<Dropped> all = SetAside.of(upTo(around), history);
        DroppedWords words = new DroppedWords(telling, around.leg().reasons().profile());
        String before = around.journeyBefore()
                .map(known -> "between the journey before, which ended at " + telling.time(known.endMillis())
                        + ", and this one")
                .orElse("before it, where no journey lies,");
        List<Finding> told = new ArrayList<>(words.tell(
                before,
                all.stream()
                        .filter(one -> one.point().timeMillis() < journey.startMillis())
                        .toList()));
        told.addAll(words.tell(
                "within it",
                all.stream()
                        .filter(one -> one.point().timeMillis() >= journey.startMillis()
                                && one.point().timeMillis() <= journey.endMillis())
                        .toList()));
        return told;
    }

    private static List<Leg> upTo(LegsAround around) {
        return Stream.concat(around.before().stream(), Stream.of(around.leg())).toList();
    }

    private List<Dropped> shown(LegsAround around) {
        long from = around.journey().startMillis() - SHOWN_AROUND_MILLIS;
        long to = around.journey().endMillis() + SHOWN_AROUND_MILLIS;
        List<Leg> all =
                Stream.concat(upTo(around).stream(), around.after().stream()).toList();
        return SetAside.of(all, history).stream()
                .filter(one -> one.point().timeMillis() >= from && one.point().timeMillis() <= to)
                .toList();
    }

    /** What these points make of the time of a document's journey, where it is no journey: a sentence without its end. */
    public String madeInstead(JsonNode stored) {
        long start = millis(stored, "start");
        long end = millis(stored, "end");
        List<Point> points = history.after(Long.MIN_VALUE, Long.MAX_VALUE);
        Map<DropReason, Long> reasons = new EnumMap<>(DropReason.class);
        for (Dropped one : SetAside.of(legs, history)) {
            if (one.point().timeMillis() >= start && one.point().timeMillis() <= end) {
                reasons.merge(one.reason(), 1L, Long::sum);
            }
        }
        if (!reasons.isEmpty()) {
            return "its points in that time are "
                    + reasons.entrySet().stream()
                            .map(reason ->
                                    reason.getValue() + " " + reason.getKey().label())
                            .collect(Collectors.joining(", "));
        }
        if (points.isEmpty()) {
            return "too few of its points are at hand: the first two wait until a third bears them out";
        }
        return "of its " + Counted.of(points.size(), "point") + " here, from "
                + Instant.ofEpochMilli(points.get(0).timeMillis()) + " to "
                + Instant.ofEpochMilli(points.get(points.size() - 1).timeMillis()) + ", none lies in that time";
    }

    private static long millis(JsonNode document, String field) {
        return Instant.parse(document.path(field).asText()).toEpochMilli();
    }
}
