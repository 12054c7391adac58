package org.trips.journeys.evaluation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.trips.journeys.EventType;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.measure.JourneyMeasurer;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.roads.RoadNetwork;

/**
 * Finds journeys and their events by one profile, as the product does, and holds the events against those that
 * are known to have happened. Not thread-safe: it holds a matcher.
 */
public final class ProfileJudge {
    /** What hangs on the points alone; speeding hangs on the limits of the roads as well. */
    public static final List<EventType> HARSH = List.of(EventType.BRAKING, EventType.ACCELERATION, EventType.CORNERING);

    private static final String SOMEBODY = "somebody";

    private final Versions<Profile> profiles;
    private final JourneyMeasurer measurer;
    private final UnaryOperator<Point> seenAs;
    private final long toleranceMillis;
    private final Map<EventType, EventScore> scores = new EnumMap<>(EventType.class);
    private int journeys;
    private int onRoads;

    private ProfileJudge(RoadNetwork roads, Profile profile, Duration tolerance, UnaryOperator<Point> seenAs) {
        profiles = Versions.always(profile);
        measurer = new JourneyMeasurer(roads, profile);
        toleranceMillis = tolerance.toMillis();
        this.seenAs = seenAs;
    }

    /**
     * Judges what the profile finds.
     *
     * @param roads or null
     * @param tolerance by which a found event and a known one may miss each other: a receiver's speed lags an
     *     accelerometer by 1 to 2 s
     */
    public static ProfileJudge of(RoadNetwork roads, Profile profile, Duration tolerance) {
        return new ProfileJudge(roads, profile, tolerance, UnaryOperator.identity());
    }

    /** Judges what the profile would find if no device had an accelerometer. */
    public static ProfileJudge ofGpsAlone(RoadNetwork roads, Profile profile, Duration tolerance) {
        return new ProfileJudge(roads, profile, tolerance, Point::withoutAccelerations);
    }

    /** Adds one device: its points, and what is known to have happened; known events in no journey are not found. */
    public void add(WholeHistory device, List<KnownEvent> known) {
        List<Journey> found =
                device.journeys(profiles).stream().map(this::measure).toList();
        journeys += found.size();
        onRoads += (int)
                found.stream().filter(journey -> journey.matchedPoints() > 0).count();
        long distanceMm = found.stream().mapToLong(Journey::distanceMm).sum();
        List<JourneyEvent> events =
                found.stream().flatMap(journey -> journey.events().stream()).toList();
        for (EventType type : EventType.values()) {
            EventScore score = score(
                    events.stream().filter(event -> event.type() == type).toList(),
                    known.stream().filter(event -> event.type() == type).toList(),
                    distanceMm);
            scores.merge(type, score, EventScore::plus);
        }
    }

    /** Of all devices so far. */
    public EventScore score(EventType type) {
        return scores.getOrDefault(type, EventScore.NONE);
    }

    /** How many were found. */
    public int journeys() {
        return journeys;
    }

    /** Of those, how many had a point on the roads. */
    public int journeysOnRoads() {
        return onRoads;
    }

    private Journey measure(JourneyPoints points) {
        return measurer.measure(
                SOMEBODY,
                new JourneyPoints(points.points().stream().map(seenAs).toList(), points.dropped(), points.parked()),
                JourneyStatus.COMPLETE,
                DeviceAssignments.NONE);
    }

    private EventScore score(List<JourneyEvent> found, List<KnownEvent> known, long distanceMm) {
        List<KnownEvent> clear =
                known.stream().filter(event -> !event.doubtful()).toList();
        int right = 0;
        int doubtful = 0;
        for (JourneyEvent event : found) {
            if (clear.stream().anyMatch(that -> meet(event, that))) {
                right++;
            } else if (known.stream().anyMatch(that -> meet(event, that))) {
                doubtful++;
            }
        }
        long knownFound = clear.stream()
                .filter(that -> found.stream().anyMatch(event -> meet(event, that)))
                .count();
        return new EventScore(found.size(), right, doubtful, clear.size(), (int) knownFound, distanceMm);
    }

    private boolean meet(JourneyEvent found, KnownEvent known) {
        long foundEnd = found.startMillis() + found.durationMillis();
        return found.startMillis() <= known.endMillis() + toleranceMillis
                && foundEnd >= known.startMillis() - toleranceMillis;
    }
}
