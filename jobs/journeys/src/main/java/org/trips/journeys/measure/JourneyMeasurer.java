package org.trips.journeys.measure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
import org.trips.journeys.Bridged;
import org.trips.journeys.ComparedEvents;
import org.trips.journeys.DistanceSource;
import org.trips.journeys.EventType;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyId;
import org.trips.journeys.JourneyPart;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Place;
import org.trips.journeys.Quality;
import org.trips.journeys.Sums;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Trace;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;

/**
 * Measures journeys: matches their points to the roads, and from both takes distance, speed, events and sums by
 * policy and local day. The same input gives the same journey. Not thread-safe: it holds a matcher.
 */
public final class JourneyMeasurer {
    private static final int THOUSANDTHS = 1_000;
    private static final Comparator<JourneyEvent> IN_ORDER =
            Comparator.comparingLong(JourneyEvent::startMillis).thenComparing(JourneyEvent::type);

    private final RoadNetwork roads;
    private final Profile profile;
    private final DefaultLimits defaultLimits;
    private final List<Profile> compared;
    private final MapMatcher matcher;
    private long lastMatchingNanos;

    /** A measurer that leaves limits unknown where none is posted; roads as in the other constructor. */
    public JourneyMeasurer(RoadNetwork roads, Profile profile) {
        this(roads, profile, null, List.of());
    }

    /**
     * A measurer for journeys at whose start all this held. It also finds harsh events by other profiles, on the same
     * journeys.
     *
     * @param roads the network to match to, or null: then distances are by GPS, and marked so
     * @param defaultLimits for roads of which no limit is known, or null: then it stays unknown
     * @param compared whose rules for harsh events alone count; everything else is the profile's
     */
    public JourneyMeasurer(RoadNetwork roads, Profile profile, DefaultLimits defaultLimits, List<Profile> compared) {
        this.roads = roads;
        this.profile = profile;
        this.defaultLimits = defaultLimits;
        this.compared = List.copyOf(compared);
        matcher = roads == null ? null : new MapMatcher(roads, MatchingParameters.defaults());
    }

    /** How long matching the journey measured last took; empty where there are no roads. */
    public OptionalLong lastMatchingNanos() {
        return matcher == null ? OptionalLong.empty() : OptionalLong.of(lastMatchingNanos);
    }

    /** @param points at least two, in order of time, no two at one time */
    public Journey measure(
            String devicePseudonym, JourneyPoints points, JourneyStatus status, DeviceAssignments assignments) {
        List<Point> fixes = points.points();
        Grounds grounds = grounds(fixes);
        MatchedTrace match = grounds.match();
        Speeds speeds = grounds.speeds();
        double[] gpsMetres =
                GpsLine.metres(fixes, speeds, profile.segmentation().stopRadiusMetres());
        LostStart lostStart = LostStart.of(points, grounds.reports(), match == null ? null : matcher, profile)
                .orElse(null);
        Course course = match == null
                ? Course.betweenFixes(fixes, gpsMetres, lostStart)
                : Course.alongRoads(fixes, gpsMetres, lostStart, match, roads);
        Intervals intervals = new Intervals(fixes, speeds, course, profile);

        Limits limits = Limits.along(course, new LimitLookup(roads, assignments, defaultLimits));

        List<SpeedingEpisode> episodes = Speeding.find(course, intervals, limits, profile.speeding());
        HarshEvents harsh = new HarshEvents(fixes, speeds, profile.harsh());
        List<JourneyEvent> events = events(fixes, speeds, course, harsh, episodes);
        long start = points.startMillis();
        long end = points.endMillis();
        List<JourneyPart> parts = new PartSums(course, intervals, harsh, episodes, events, limits, roads, profile)
                .parts(start, end, assignments);
        List<List<Place>> geometry = profile.geometry().included()
                ? VisibleGeometry.of(points, match, roads, profile.geometry().hiddenRadiusMetres())
                : List.of();
        return new Journey(
                JourneyId.of(devicePseudonym, start),
                devicePseudonym,
                assignments.policyAt(Instant.ofEpochMilli(start)),
                status,
                start,
                end,
                match == null ? DistanceSource.GPS : DistanceSource.ROADS,
                Course.mm(gpsMetres[fixes.size() - 1]),
                bridged(points, course, lostStart != null),
                course.carriedMmAtPoint(fixes.size() - 1),
                maxSpeedCmps(fixes, speeds, intervals),
                parts.stream().map(JourneyPart::sums).reduce(Sums.NONE, Sums::plus),
                grounds.matchedPoints(),
                match == null ? null : (int) Math.round(match.confidence() * THOUSANDTHS),
                limits.use(course, defaultLimits == null ? null : defaultLimits.id()),
                events,
                compared(fixes, speeds, course),
                parts,
                quality(points, grounds.reports()),
                geometry,
                profile.id(),
                roads == null ? null : roads.version());
    }

    /** The same journey point by point, to be drawn. */
    public JourneyTrack track(JourneyPoints points, DeviceAssignments assignments) {
        Grounds grounds = grounds(points.points());
        LimitLookup limits = new LimitLookup(roads, assignments, defaultLimits);
        HarshEvents harsh = new HarshEvents(points.points(), grounds.speeds(), profile.harsh());
        return new JourneyTrack(points.points(), grounds.match(), grounds.speeds(), harsh, roads, limits);
    }

    /**
     * What all measures rest on.
     *
     * @param matchedPoints how many points lie on known roads
     * @param match null where those are too few to measure along roads
     */
    private record Grounds(int matchedPoints, MatchedTrace match, ReportedSpeeds reports, Speeds speeds) {}

    private Grounds grounds(List<Point> fixes) {
        ReportedSpeeds reports = ReportedSpeeds.judge(fixes, profile);
        MatchedTrace matched = matcher == null ? null : match(fixes, reports);
        int matchedPoints = matched == null ? 0 : matched.matchedPoints();
        boolean onRoads =
                matchedPoints > 0 && matchedPoints >= profile.measuring().leastMatchedShare() * fixes.size();
        MatchedTrace match = onRoads ? matched : null;
        return new Grounds(matchedPoints, match, reports, Speeds.reconcile(fixes, reports, match, profile));
    }

    private MatchedTrace match(List<Point> fixes, ReportedSpeeds reports) {
        long began = System.nanoTime();
        Trace.Builder trace = Trace.builder(fixes.size());
        for (int i = 0; i < fixes.size(); i++) {
            fixes.get(i).addTo(trace, reports.mps(i));
        }
        MatchedTrace matched = matcher.match(trace.build());
        lastMatchingNanos = System.nanoTime() - began;
        return matched;
    }

    private List<JourneyEvent> events(
            List<Point> fixes, Speeds speeds, Course course, HarshEvents harshEvents, List<SpeedingEpisode> episodes) {
        List<JourneyEvent> events = harshEvents(fixes, speeds, course, harshEvents, profile);
        for (SpeedingEpisode episode : episodes) {
            events.add(new JourneyEvent(
                    EventType.SPEEDING,
                    episode.startMillis(),
                    episode.endMillis() - episode.startMillis(),
                    Hundredths.of(episode.worstExcessMps()),
                    null,
                    Hundredths.of(episode.speedAtStartMps()),
                    Hundredths.of(episode.speedAtEndMps()),
                    roadClassAt(course, episode.startMillis()),
                    episode.limits(),
                    profile.id()));
        }
        events.sort(IN_ORDER);
        return events;
    }

    private ComparedEvents compared(List<Point> fixes, Speeds speeds, Course course) {
        List<JourneyEvent> events = new ArrayList<>();
        for (Profile other : compared) {
            events.addAll(harshEvents(fixes, speeds, course, new HarshEvents(fixes, speeds, other.harsh()), other));
        }
        events.sort(IN_ORDER.thenComparing(JourneyEvent::profile));
        return new ComparedEvents(compared.stream().map(Profile::id).toList(), events);
    }

    private List<JourneyEvent> harshEvents(
            List<Point> fixes, Speeds speeds, Course course, HarshEvents harshEvents, Profile foundBy) {
        List<JourneyEvent> events = new ArrayList<>();
        for (HarshEvents.HarshEvent harsh : harshEvents.find()) {
            long start = fixes.get(harsh.fromPoint()).timeMillis();
            events.add(new JourneyEvent(
                    harsh.type(),
                    start,
                    fixes.get(harsh.toPoint()).timeMillis() - start,
                    Hundredths.of(harsh.peakMps2()),
                    harsh.severity(),
                    speeds.cmps(harsh.fromPoint()),
                    speeds.cmps(harsh.toPoint()),
                    roadClassAt(course, start),
                    List.of(),
                    foundBy.id()));
        }
        return events;
    }

    /** Null where it was on no known road. */
    private RoadClass roadClassAt(Course course, long time) {
        int edge = course.edge(course.stretchAt(time));
        return edge == Course.NO_EDGE ? null : roads.roadClass(edge);
    }

    /**
     * Of known speeds at points whose accuracy is no reason for doubt, 0 where there is none: a receiver that finds its
     * fix reports speeds nobody drove, and so does one on a ferry.
     */
    private int maxSpeedCmps(List<Point> fixes, Speeds speeds, Intervals intervals) {
        double worstAccuracy = profile.harsh().pairWorstAccuracyMetres();
        int max = 0;
        for (int i = 0; i < fixes.size(); i++) {
            Integer known = speeds.cmps(i);
            if (known != null && !intervals.aboard(i) && !(fixes.get(i).accuracyMetres() > worstAccuracy)) {
                max = Math.max(max, known);
            }
        }
        return max;
    }

    private static Bridged bridged(JourneyPoints journey, Course course, boolean startWasLost) {
        List<Point> fixes = journey.points();
        long startMm = course.mmAtPoint(0);
        long mm = startMm;
        int holes = 0;
        long holeMillis = 0;
        for (int i = 1; i < fixes.size(); i++) {
            long millis = fixes.get(i).timeMillis() - fixes.get(i - 1).timeMillis();
            if (Bridged.isHole(millis)) {
                holes++;
                holeMillis += millis;
                mm += course.mmAtPoint(i) - course.mmAtPoint(i - 1);
            }
        }
        Long parked = startWasLost ? (Long) journey.parked().timeMillis() : null;
        return new Bridged(mm, startMm, parked, holes, holeMillis);
    }

    private static Quality quality(JourneyPoints points, ReportedSpeeds reports) {
        List<Point> fixes = points.points();
        return new Quality(
                fixes.size(),
                points.dropped(),
                longestGapMillis(fixes),
                reports.unit(),
                reports.doubts(),
                lacking(fixes, Point::headingTenths),
                lacking(fixes, Point::accuracyTenths));
    }

    private static int lacking(List<Point> fixes, ToIntFunction<Point> field) {
        return (int) fixes.stream()
                .filter(fix -> field.applyAsInt(fix) == Point.UNKNOWN)
                .count();
    }

    private static long longestGapMillis(List<Point> fixes) {
        long longest = 0;
        for (int i = 1; i < fixes.size(); i++) {
            longest = Math.max(
                    longest, fixes.get(i).timeMillis() - fixes.get(i - 1).timeMillis());
        }
        return longest;
    }
}
