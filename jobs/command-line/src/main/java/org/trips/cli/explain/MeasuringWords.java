package org.trips.cli.explain;

import static org.trips.cli.explain.Telling.kmh;
import static org.trips.cli.explain.Telling.metres;
import static org.trips.cli.explain.Telling.number;
import static org.trips.cli.explain.Telling.span;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.trips.cli.explain.Finding.Topic;
import org.trips.cli.output.Counted;
import org.trips.journeys.Bridged;
import org.trips.journeys.DistanceSource;
import org.trips.journeys.EventType;
import org.trips.journeys.ExceededLimit;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.Quality;
import org.trips.journeys.Severity;
import org.trips.journeys.SpeedDoubt;
import org.trips.journeys.SpeedUnit;
import org.trips.journeys.measure.JourneyTrack;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/** Puts into words what made each event of a journey, what of it nobody saw, and what its figures rest on. */
final class MeasuringWords {
    private static final double CENTI = 100;
    private static final double MILLI = 1_000;
    private static final double KMH_PER_MPS = 3.6;
    private static final double PER_CENT = 100;

    /** More holes than this are told as a number. */
    private static final int HOLES_TOLD = 20;

    private final Journey journey;
    private final List<Point> points;
    private final JourneyTrack track;
    private final Profile profile;

    /** @param profile that measured it */
    MeasuringWords(Journey journey, List<Point> points, JourneyTrack track, Profile profile) {
        this.journey = journey;
        this.points = points;
        this.track = track;
        this.profile = profile;
    }

    List<Finding> events() {
        return journey.events().stream()
                .map(event -> new Finding(
                        Topic.EVENT,
                        event.type().label(),
                        event.startMillis(),
                        event.startMillis() + event.durationMillis(),
                        0,
                        event.type() == EventType.SPEEDING ? speeding(event) : harsh(event)))
                .toList();
    }

    private String harsh(JourneyEvent event) {
        Profile.Harsh rule = profile.harsh();
        boolean byAccelerometer = track.isByAccelerometer(event.type());
        double threshold = rule.thresholdMps2(event.type(), byAccelerometer);
        double gate = event.type() == EventType.CORNERING ? rule.corneringGateMps() : rule.gateMps();
        String name = event.type().label();
        return "Harsh " + name + ", " + event.severity().label() + ": up to " + number(event.peakCentis() / CENTI)
                + " m/s² within " + span(event.durationMillis()) + ", by "
                + (byAccelerometer ? "the accelerometer" : "the speeds and headings of GPS") + ". Profile "
                + event.profile() + " calls it harsh from " + number(threshold) + " m/s² on (harsh."
                + (byAccelerometer ? "accelerometer." : "gps.") + name + "Mps2), at "
                + kmh(gate) + " or faster" + severity(event.severity(), threshold) + ". " + speeds(event);
    }

    private String severity(Severity severity, double threshold) {
        Profile.SeverityLevels levels = profile.harsh().severity();
        return switch (severity) {
            case LOW -> ", and medium from " + number(levels.mediumTimesThreshold() * threshold) + " on";
            case MEDIUM ->
                ", medium from " + number(levels.mediumTimesThreshold() * threshold) + " and high from "
                        + number(levels.highTimesThreshold() * threshold) + " on";
            case HIGH -> ", and high from " + number(levels.highTimesThreshold() * threshold) + " on";
        };
    }

    private static String speeds(JourneyEvent event) {
        return "Speed at its start " + speed(event.speedAtStartCmps()) + ", at its end " + speed(event.speedAtEndCmps())
                + ".";
    }

    private static String speed(Integer cmps) {
        return cmps == null ? "unknown" : kmh(cmps / CENTI);
    }

    private String speeding(JourneyEvent event) {
        Profile.Speeding rule = profile.speeding();
        String limits = event.limits().stream().map(this::limit).collect(Collectors.joining("; then "));
        return "Speeding for " + span(event.durationMillis()) + ": " + limits + ". Profile " + event.profile()
                + " tolerates " + number(rule.toleranceShare() * PER_CENT) + " % (toleranceShare) or "
                + kmh(rule.toleranceMps()) + " (toleranceKmh), whichever is more, and up to "
                + span(rule.shortest().toMillis()) + " of it (shortestSeconds). " + speeds(event);
    }

    private String limit(ExceededLimit limit) {
        double tolerated = profile.speeding().toleratedMps(limit.limitKmh() / KMH_PER_MPS);
        String source =
                switch (limit.source()) {
                    case TAGGED -> "posted";
                    case CONDITIONAL -> "posted for this hour";
                    case DEFAULT -> "from the table of default limits";
                    case UNKNOWN -> "from nowhere";
                };
        return kmh(limit.worstExcessCmps() / CENTI) + " above the limit of " + limit.limitKmh() + " km/h, " + source
                + ", where more than " + kmh(tolerated) + " are speeding";
    }

    /** Holes between its points, and why they end no journey. */
    List<Finding> unseen() {
        List<Finding> holes = new ArrayList<>();
        for (int i = 1; i < points.size(); i++) {
            if (Bridged.isHole(points.get(i).timeMillis() - points.get(i - 1).timeMillis())) {
                holes.add(hole(points.get(i - 1), points.get(i)));
            }
        }
        if (holes.size() <= HOLES_TOLD) {
            return holes;
        }
        Finding next = holes.get(HOLES_TOLD);
        List<Finding> told = new ArrayList<>(holes.subList(0, HOLES_TOLD));
        told.add(new Finding(
                Topic.UNSEEN,
                "holes",
                next.fromMillis(),
                holes.get(holes.size() - 1).toMillis(),
                0,
                Counted.of(holes.size() - HOLES_TOLD, "more hole") + "; all together last "
                        + span(journey.bridged().holeMillis()) + ", with "
                        + metres((journey.bridged().distanceMm()
                                        - journey.bridged().startMm())
                                / MILLI) + "."));
        return told;
    }

    private Finding hole(Point before, Point after) {
        long millis = after.timeMillis() - before.timeMillis();
        double metres = before.metresTo(after);
        Profile.Segmentation rule = profile.segmentation();
        String why = millis < rule.stop().toMillis()
                ? "that is shorter than a stop (stopSeconds " + rule.stop().toSeconds() + ")"
                : "that is " + number(metres / (millis / MILLI)) + " m/s, as a drive makes (slowestBridgeMps "
                        + number(rule.slowestBridgeMps()) + ")";
        return new Finding(
                Topic.UNSEEN,
                "hole",
                before.timeMillis(),
                after.timeMillis(),
                0,
                "Nothing usable was heard for " + span(millis) + ", in which it came " + metres(metres)
                        + " further straight across: " + why + ", so the journey goes on, and its way is laid "
                        + (journey.distanceSource() == DistanceSource.ROADS ? "along the road." : "straight."));
    }

    /** What a reader of its figures should know of the points. */
    List<Finding> quality() {
        List<Finding> found = new ArrayList<>();
        Quality quality = journey.quality();
        found.add(flag(
                "distance",
                quality.pointsUsed(),
                journey.distanceSource() == DistanceSource.ROADS
                        ? String.format(
                                Locale.ROOT,
                                "The distance is measured along roads: %.0f %% of %,d points lie on one, and %.1f %% of the way"
                                        + " are likely right.",
                                Math.floor(journey.matchedShare() * PER_CENT),
                                quality.pointsUsed(),
                                journey.matchConfidenceThousandths() / MILLI * PER_CENT)
                        : "The distance is measured from point to point, "
                                + (journey.roads() == null
                                        ? "since there was no road file."
                                        : "since too few points lie on a road (leastMatchedShare "
                                                + number(profile.measuring().leastMatchedShare()) + ").")));
        SpeedUnit unit = quality.speedUnit();
        if (unit != null && unit != SpeedUnit.METRES_PER_SECOND) {
            found.add(flag(
                    "speedUnit",
                    quality.pointsUsed(),
                    "The device sends its speeds in " + unit.label()
                            + " though m/s are asked for, as the positions tell; they are converted."));
        }
        quality.speedDoubts()
                .forEach((doubt, count) -> found.add(flag(doubt.label(), count, speedDoubt(doubt, count))));
        if (quality.withoutHeading() > 0) {
            found.add(flag(
                    "withoutHeading",
                    quality.withoutHeading(),
                    Counted.of(quality.withoutHeading(), "point")
                            + " without a heading: by GPS no harsh cornering is found there."));
        }
        if (quality.withoutAccuracy() > 0) {
            found.add(flag(
                    "withoutAccuracy",
                    quality.withoutAccuracy(),
                    Counted.of(quality.withoutAccuracy(), "point") + " without an accuracy: it is taken for good."));
        }
        return found;
    }

    private Finding flag(String label, int count, String text) {
        return new Finding(Topic.QUALITY, label, journey.startMillis(), journey.endMillis(), count, text);
    }

    private String speedDoubt(SpeedDoubt doubt, int count) {
        String why =
                switch (doubt) {
                    case MISSING -> "the device sent none; they are from positions";
                    case IMPOSSIBLE ->
                        "faster than any vehicle (fastestMps "
                                + number(profile.cleaning().fastestMps()) + ")";
                    case SPIKE -> "a leap up and back that no vehicle makes";
                    case FROZEN -> "one value again and again while the positions tell another";
                    case CONTRADICTED -> "the positions tell another speed for long";
                };
        return Counted.of(count, "speed") + " not taken from the device: " + why + ".";
    }
}
