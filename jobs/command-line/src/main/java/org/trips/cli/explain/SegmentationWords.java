package org.trips.cli.explain;

import static org.trips.cli.explain.Telling.metres;
import static org.trips.cli.explain.Telling.number;
import static org.trips.cli.explain.Telling.span;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.trips.cli.explain.Finding.Topic;
import org.trips.journeys.Journey;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.Break;
import org.trips.journeys.segmentation.Departure;
import org.trips.journeys.segmentation.JourneyFold;
import org.trips.journeys.segmentation.Leg;
import org.trips.journeys.segmentation.ShortDrive;

/** Puts into words why a journey starts and ends where it does, and why drives around it are no journeys. */
final class SegmentationWords {
    private static final double MILLIS = 1_000;

    private final LegsAround legs;
    private final Journey journey;
    private final Telling telling;
    private final Profile.Segmentation rule;
    private final Profile.Cleaning cleaning;

    SegmentationWords(LegsAround legs, Journey journey, Telling telling) {
        this.legs = legs;
        this.journey = journey;
        this.telling = telling;
        Profile profile = legs.leg().reasons().profile();
        rule = profile.segmentation();
        cleaning = profile.cleaning();
    }

    Finding start() {
        Departure departure = legs.leg().reasons().departure();
        Point parked = departure.parked();
        Point seen = departure.seen();
        long since = seen.timeMillis() - parked.timeMillis();
        String text =
                switch (departure.cause()) {
                    case LEFT_PLACE ->
                        (isFirstKnown()
                                        ? "It is the first usable point at hand; what was driven before is not known. "
                                        : "")
                                + "At " + telling.time(seen.timeMillis()) + " the vehicle was " + left(departure)
                                + ", so it had left. The start is walked back " + span(since)
                                + ", to the last point at rest there.";
                    case IGNITION_ON ->
                        "The ignition was switched on here. At " + telling.time(seen.timeMillis()) + ", " + span(since)
                                + " later, the vehicle was " + left(departure)
                                + ", so it had left; an engine may run before that for less than a stop takes"
                                + " (stopSeconds " + rule.stop().toSeconds() + ").";
                    case AFTER_HOLE ->
                        "It is the first point after nothing usable was heard for " + span(since) + ", since "
                                + telling.time(parked.timeMillis()) + ", and lies " + left(departure)
                                + ". Nobody saw when it left, so the start is where it is seen again. " + lostStart();
                    case AFTER_JUMP ->
                        "No vehicle gets here in the " + span(since) + " since the point before (fastestMps "
                                + number(cleaning.fastestMps())
                                + "). As three points in a row agree, they are believed: where"
                                + " it was before was wrong, and the journey starts with the first of them.";
                    case GOES_ON ->
                        "The journey before had lasted for the longest that one may (longestSeconds "
                                + rule.longest().toSeconds() + ") and was cut; this one goes on from there.";
                };
        return new Finding(
                Topic.START, label(departure.cause()), journey.startMillis(), journey.startMillis(), 0, text);
    }

    private boolean isFirstKnown() {
        Leg leg = legs.leg();
        return leg.from().isNowhere()
                && legs.before().isEmpty()
                && leg.tally().dropped().isEmpty();
    }

    private String left(Departure departure) {
        return String.format(Locale.ROOT, "%,.1f m", departure.metres()) + " from where it was parked, more than the "
                + metres(rule.stopRadiusMetres()) + " that are still one place (stopRadiusMetres)";
    }

    private String lostStart() {
        if (journey.bridged().startMm() > 0) {
            return "The " + metres(journey.bridged().startMm() / MILLIS)
                    + " from where it was parked belong to the journey, without a time.";
        }
        if (legs.journey().parked() != null) {
            return "No way along the roads leads here from where it was parked in so few metres (lostStartMetres "
                    + number(rule.lostStartMetres()) + ") and in that time, so nothing is bridged.";
        }
        return "What lies between is not part of the journey: a lost start is bridged from beyond "
                + metres(rule.stopRadiusMetres()) + " (stopRadiusMetres) to " + number(rule.lostStartMetres())
                + " m (lostStartMetres), and where the time allows it.";
    }

    Finding end() {
        Break end = legs.leg().reasons().end();
        return new Finding(
                Topic.END,
                label(end.cause()),
                journey.endMillis(),
                end.to() == null ? journey.endMillis() : end.to().timeMillis(),
                0,
                cause(end) + walkedBack(end));
    }

    private String cause(Break end) {
        return switch (end.cause()) {
            case AT_REST ->
                "It came to rest here, and at " + telling.time(end.to().timeMillis()) + ", " + gap(end)
                        + " later, was still within " + metres(JourneyFold.REST_METRES)
                        + " of the place: rest of that length is a stop (stopSeconds "
                        + rule.stop().toSeconds() + ").";
            case MOVED_ABOUT ->
                "From " + telling.time(end.from().timeMillis()) + " to "
                        + telling.time(end.to().timeMillis())
                        + " it stayed within " + metres(rule.stopRadiusMetres()) + " (stopRadiusMetres): "
                        + JourneyFold.MOVING_ABOUT + " times the stop time (stopSeconds "
                        + rule.stop().toSeconds()
                        + ") or more is a stop, though it moved about. The journey ends where it first rested there.";
            case IGNITION_OFF ->
                "The ignition was switched off here"
                        + (rule.ignitionOff().isZero()
                                ? ", which ends a journey at once (ignitionOffSeconds 0)."
                                : ", and had been off for " + gap(end) + " at "
                                        + telling.time(end.to().timeMillis()) + " (ignitionOffSeconds "
                                        + rule.ignitionOff().toSeconds() + ").");
            case GAP_TOO_LONG ->
                unheard(end) + ", longer than a journey bridges (splitGapSeconds "
                        + rule.splitGap().toSeconds() + ").";
            case GAP_TOO_FAR ->
                "The next points that are believed begin " + away(end) + " away, " + gap(end)
                        + " later: no vehicle gets there in that time (fastestMps " + number(cleaning.fastestMps())
                        + ").";
            case GAP_AT_ONE_PLACE ->
                unheard(end) + ", and then it was only " + away(end) + " away: so long at one place is a stop"
                        + " (stopSeconds " + rule.stop().toSeconds() + ", stopRadiusMetres "
                        + number(rule.stopRadiusMetres()) + ").";
            case GAP_TOO_SLOW ->
                unheard(end) + ", and then it was " + away(end) + " away. That is "
                        + number(end.from().metresTo(end.to()) / (millis(end) / MILLIS))
                        + " m/s straight across, less than a drive makes (slowestBridgeMps "
                        + number(rule.slowestBridgeMps()) + "), so it had stood in between.";
            case NOTHING_USABLE ->
                "After " + telling.time(end.from().timeMillis())
                        + " came only fixes that place nobody, for longer than a journey bridges (splitGapSeconds "
                        + rule.splitGap().toSeconds() + ").";
            case LONGEST_JOURNEY ->
                "It had lasted for the longest that a journey may (longestSeconds "
                        + rule.longest().toSeconds() + "), so it is cut here, and the next one goes on from here.";
            case LONG_STANDING, END_OF_POINTS ->
                "No usable point after " + telling.time(end.from().timeMillis())
                        + " is at hand, so nothing shows that it had ended: it is provisional, and later points may make"
                        + " it longer.";
        };
    }

    private String walkedBack(Break end) {
        boolean seenLater = end.from() != null
                && end.from().timeMillis() > journey.endMillis()
                && end.cause() != Break.Cause.MOVED_ABOUT;
        if (!seenLater) {
            return "";
        }
        String back = " The end is walked back " + span(end.from().timeMillis() - journey.endMillis()) + ", to where ";
        return back
                + (end.switchedOff()
                        ? "the ignition was switched off."
                        : "it had come to rest, within " + metres(JourneyFold.REST_METRES) + ".");
    }

    private String unheard(Break end) {
        return "Nothing usable was heard from " + telling.time(end.from().timeMillis()) + " to "
                + telling.time(end.to().timeMillis()) + ", " + gap(end);
    }

    private static String gap(Break end) {
        return span(millis(end));
    }

    private static long millis(Break end) {
        return end.to().timeMillis() - end.from().timeMillis();
    }

    private static String away(Break end) {
        return metres(end.from().metresTo(end.to()));
    }

    /** Those between the journey before and this one, and between this one and the next. */
    List<Finding> shortDrives() {
        List<Finding> found = new ArrayList<>();
        for (List<Leg> side : List.of(legs.before(), legs.after())) {
            for (Leg leg : side) {
                leg.tooShort().ifPresent(drive -> found.add(shortDrive(drive, leg)));
            }
        }
        return found;
    }

    private Finding shortDrive(ShortDrive drive, Leg leg) {
        Profile.Segmentation least = leg.reasons().profile().segmentation();
        long millis = drive.endMillis() - drive.startMillis();
        String text = "A drive of " + metres(drive.metres()) + " in " + span(millis)
                + " is too little: a journey takes at least " + metres(least.minimumMetres()) + " (minimumMetres) and "
                + span(least.minimumDuration().toMillis()) + " (minimumSeconds).";
        return new Finding(Topic.SHORT_DRIVE, "tooShort", drive.startMillis(), drive.endMillis(), 0, text);
    }

    private static String label(Enum<?> cause) {
        StringBuilder label = new StringBuilder();
        for (String word : cause.name().toLowerCase(Locale.ROOT).split("_")) {
            label.append(label.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return label.toString();
    }
}
