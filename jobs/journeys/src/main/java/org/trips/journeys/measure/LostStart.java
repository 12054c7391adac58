package org.trips.journeys.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;
import org.trips.matching.Trace;

/**
 * The way from where a vehicle was parked to where it is first seen under way, which its receiver lost, as in a garage:
 * along the roads where the journey lies on roads, else straight. It is taken only where the roads lead there in no more
 * metres than the profile allows, and in the time there was. Immutable.
 */
final class LostStart {
    /** The first points of a journey tell which way it came: so many milliseconds of them are matched with the parked one. */
    private static final long FIRST_POINTS_MILLIS = 60_000;

    private static final double MILLIS_PER_SECOND = 1000;

    private final int[] edges;
    private final double[] edgeMetres;

    private LostStart(int[] edges, double[] edgeMetres) {
        this.edges = edges;
        this.edgeMetres = edgeMetres;
    }

    /**
     * The way to a journey's first point.
     *
     * @param reports which of the speeds of its points are believed
     * @param matcher null where the journey does not lie on roads
     * @return empty where the start was seen, or where no way fits
     */
    static Optional<LostStart> of(JourneyPoints points, ReportedSpeeds reports, MapMatcher matcher, Profile profile) {
        if (points.parked() == null) {
            return Optional.empty();
        }
        return matcher == null
                ? Optional.of(straight(points.parked(), points.points().get(0)))
                : alongRoads(points.parked(), points.points(), reports, matcher)
                        .filter(start -> start.fits(points, profile));
    }

    /** How many roads in a row. */
    int edges() {
        return edges.length;
    }

    /** The k-th of them, or {@link Course#NO_EDGE}. */
    int edge(int k) {
        return edges[k];
    }

    /** How far it was driven along. */
    double edgeMetres(int k) {
        return edgeMetres[k];
    }

    private boolean fits(JourneyPoints points, Profile profile) {
        double seconds = (points.startMillis() - points.parked().timeMillis()) / MILLIS_PER_SECOND;
        double metres = Arrays.stream(edgeMetres).sum();
        return metres <= profile.segmentation().lostStartMetres()
                && metres <= profile.cleaning().fastestMps() * seconds;
    }

    private static LostStart straight(Point parked, Point first) {
        double metres = parked.metresTo(first);
        return new LostStart(new int[] {Course.NO_EDGE}, new double[] {metres});
    }

    private static Optional<LostStart> alongRoads(
            Point parked, List<Point> fixes, ReportedSpeeds reports, MapMatcher matcher) {
        Trace.Builder trace = Trace.builder(fixes.size());
        // Of a vehicle at rest neither speed nor heading tells how it left.
        trace.add(
                parked.timeMillis(),
                parked.latitude(),
                parked.longitude(),
                Double.NaN,
                Double.NaN,
                parked.accuracyMetres());
        long until = fixes.get(0).timeMillis() + FIRST_POINTS_MILLIS;
        for (int i = 0; i < fixes.size() && fixes.get(i).timeMillis() <= until; i++) {
            fixes.get(i).addTo(trace, reports.mps(i));
        }
        MatchedTrace match = matcher.match(trace.build());
        boolean joined = match.pathOf(0) >= 0 && match.pathOf(0) == match.pathOf(1);
        return joined
                ? Optional.of(along(match.paths().get(match.pathOf(0)), match.metresAlongPath(1)))
                : Optional.empty();
    }

    /** The roads of a path from its start for so many metres. */
    private static LostStart along(MatchedPath path, double metres) {
        int count = 1;
        while (count < path.edgeCount() && path.pathMetresAtStart(count) < metres) {
            count++;
        }
        int[] edges = new int[count];
        double[] driven = new double[count];
        for (int k = 0; k < count; k++) {
            double end = k + 1 < count ? path.pathMetresAtStart(k + 1) : metres;
            edges[k] = path.edge(k);
            driven[k] = end - path.pathMetresAtStart(k);
        }
        return new LostStart(edges, driven);
    }
}
