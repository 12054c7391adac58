package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.Place;
import org.trips.journeys.points.Point;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/**
 * The lines of a journey that may be shown: along its matched paths, or through its fixes where it has none, and never
 * within a radius of the places where it began and ended, however often it passed there. Where its start was lost, it
 * began where it was parked before.
 */
final class VisibleGeometry {
    private static final double DEGREE_PRECISION = 1e6;

    private final List<Point> ends = new ArrayList<>();
    private final double hiddenRadiusMetres;
    private final List<List<Place>> lines = new ArrayList<>();
    private List<Place> line = new ArrayList<>();

    private VisibleGeometry(JourneyPoints journey, double hiddenRadiusMetres) {
        List<Point> points = journey.points();
        ends.add(points.get(0));
        ends.add(points.get(points.size() - 1));
        if (journey.parked() != null) {
            ends.add(journey.parked());
        }
        this.hiddenRadiusMetres = hiddenRadiusMetres;
    }

    /** @param match where the journey lies on roads, or null: then the line runs through its fixes */
    static List<List<Place>> of(
            JourneyPoints journey, MatchedTrace match, RoadNetwork roads, double hiddenRadiusMetres) {
        VisibleGeometry geometry = new VisibleGeometry(journey, hiddenRadiusMetres);
        if (match == null) {
            journey.points().forEach(point -> geometry.through(point.latitude(), point.longitude()));
            geometry.endLine();
        } else {
            for (MatchedPath path : match.paths()) {
                geometry.along(path, match, roads);
                geometry.endLine();
            }
        }
        return geometry.lines;
    }

    private void along(MatchedPath path, MatchedTrace match, RoadNetwork roads) {
        through(match.latitude(path.firstPoint()), match.longitude(path.firstPoint()));
        for (int k = 0; k < path.edgeCount(); k++) {
            int edge = path.edge(k);
            for (int i = 0; i < roads.pointCount(edge); i++) {
                double metres = roads.metresAtPoint(edge, i);
                if (metres > path.startMetres(k) && metres < path.endMetres(k)) {
                    through(roads.latitude(edge, i), roads.longitude(edge, i));
                }
            }
            boolean drivenToItsEnd =
                    k + 1 < path.edgeCount() && roads.endJunction(edge) == roads.startJunction(path.edge(k + 1));
            if (drivenToItsEnd) {
                int last = roads.pointCount(edge) - 1;
                through(roads.latitude(edge, last), roads.longitude(edge, last));
            }
        }
        through(match.latitude(path.lastPoint()), match.longitude(path.lastPoint()));
    }

    private void through(double latitude, double longitude) {
        Place place = new Place(
                (int) Math.round(latitude * DEGREE_PRECISION), (int) Math.round(longitude * DEGREE_PRECISION));
        if (!line.isEmpty() && line.get(line.size() - 1).equals(place)) {
            return;
        }
        boolean hidden = nearAnEnd(place, place);
        boolean passesHidden = !line.isEmpty() && nearAnEnd(line.get(line.size() - 1), place);
        if (hidden || passesHidden) {
            endLine();
        }
        if (!hidden) {
            line.add(place);
        }
    }

    private void endLine() {
        if (line.size() > 1) {
            lines.add(line);
        }
        line = new ArrayList<>();
    }

    private boolean nearAnEnd(Place a, Place b) {
        return ends.stream().anyMatch(end -> near(end, a, b));
    }

    /**
     * Whether the straight line between two places comes within the radius; on a plane, which at this size is exact.
     */
    private boolean near(Point centre, Place a, Place b) {
        double metresPerDegree = Earth.RADIUS_METRES * Math.toRadians(1);
        double eastPerDegree = metresPerDegree * Math.cos(Math.toRadians(centre.latitude()));
        double ax = (a.longitudeE6() / DEGREE_PRECISION - centre.longitude()) * eastPerDegree;
        double ay = (a.latitudeE6() / DEGREE_PRECISION - centre.latitude()) * metresPerDegree;
        double dx = (b.longitudeE6() - a.longitudeE6()) / DEGREE_PRECISION * eastPerDegree;
        double dy = (b.latitudeE6() - a.latitudeE6()) / DEGREE_PRECISION * metresPerDegree;
        double length = dx * dx + dy * dy;
        double share = length == 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
        return Math.hypot(ax + share * dx, ay + share * dy) < hiddenRadiusMetres;
    }
}
