package org.trips.cli.explain;

import static org.trips.cli.explain.Telling.metres;
import static org.trips.cli.explain.Telling.number;
import static org.trips.cli.explain.Telling.span;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.trips.cli.explain.Finding.Topic;
import org.trips.cli.output.Counted;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.Cleaning;
import org.trips.journeys.segmentation.DropReason;
import org.trips.journeys.segmentation.Dropped;
import org.trips.journeys.segmentation.JourneyFold;

/** Puts into words which points are not part of a journey, when they came, and why they are not. */
final class DroppedWords {
    /** Dropped points no further apart are told as one stretch. */
    private static final long ONE_STRETCH_MILLIS = 120_000;

    private static final int STRETCHES_TOLD = 5;

    private final Telling telling;
    private final Profile profile;

    DroppedWords(Telling telling, Profile profile) {
        this.telling = telling;
        this.profile = profile;
    }

    /**
     * One finding for each reason.
     *
     * @param when where they lie, like "within it"
     * @param dropped in order of time
     */
    List<Finding> tell(String when, List<Dropped> dropped) {
        Map<DropReason, List<Point>> byReason = new EnumMap<>(DropReason.class);
        for (Dropped one : dropped) {
            byReason.computeIfAbsent(one.reason(), none -> new ArrayList<>()).add(one.point());
        }
        List<Finding> found = new ArrayList<>();
        byReason.forEach((reason, points) -> found.add(new Finding(
                Topic.DROPPED,
                reason.label(),
                points.get(0).timeMillis(),
                points.get(points.size() - 1).timeMillis(),
                points.size(),
                Counted.of(points.size(), "point") + " dropped " + when + " as " + why(reason, points) + " "
                        + stretches(points))));
        return found;
    }

    private String why(DropReason reason, List<Point> points) {
        return switch (reason) {
            case INACCURATE ->
                "inaccurate: the device itself says that it may be up to "
                        + metres(points.stream()
                                .mapToDouble(Point::accuracyMetres)
                                .max()
                                .orElseThrow())
                        + " off; up to " + metres(profile.cleaning().worstAccuracyMetres())
                        + " are believed (worstAccuracyMetres).";
            case JUMP ->
                "a jump: no vehicle gets there from the points around (fastestMps "
                        + number(profile.cleaning().fastestMps()) + ") and no " + Cleaning.BELIEVED_AFTER
                        + " in a row agree, or the device said that it stood and soon was back (a reflection).";
            case PARKED ->
                "parked: the vehicle stood, or moved about no further than "
                        + metres(profile.segmentation().stopRadiusMetres()) + " from its place (stopRadiusMetres), or "
                        + number(JourneyFold.DRIFT_RADII) + " times as far while its device said that it stands.";
            case TOO_SHORT -> "driven too short for a journey.";
            case UNCONFIRMED -> "dated further than others that would bear them out.";
        };
    }

    /** When they came, stretch by stretch. */
    private String stretches(List<Point> points) {
        List<String> stretches = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= points.size(); i++) {
            boolean ends = i == points.size()
                    || points.get(i).timeMillis() - points.get(i - 1).timeMillis() > ONE_STRETCH_MILLIS;
            if (ends) {
                stretches.add(stretch(points.get(first), points.get(i - 1)));
                first = i;
            }
        }
        int more = stretches.size() - STRETCHES_TOLD;
        return stretches.stream()
                        .limit(STRETCHES_TOLD)
                        .collect(Collectors.joining(", ", points.size() == 1 ? "It came " : "They came ", ""))
                + (more > 0 ? ", and so on " + Counted.of(more, "more time") + "." : ".");
    }

    private String stretch(Point first, Point last) {
        long millis = last.timeMillis() - first.timeMillis();
        return millis == 0
                ? "at " + telling.time(first.timeMillis())
                : "from " + telling.time(first.timeMillis()) + " to " + telling.time(last.timeMillis()) + " ("
                        + span(millis) + ")";
    }
}
