package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.Place;
import org.trips.journeys.points.Point;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/**
 * The lines of a journey that may be shown: along its matched paths, or through its fixes where it has none, and never
 * within a radius of the places where it began and ended, however often it passed there.
 */
final class VisibleGeometry {
    private static final double DEGREE_PRECISION = 1e6;

    private final Point start;
    private final Point end;
    private final double hiddenRadiusMetres;
    private final List<List<Place>> lines = new ArrayList<>();
    private List<Place> line = new ArrayList<>();

    private VisibleGeometry(List<Point> points, double hiddenRadiusMetres) {
        start = points.get(0);
        end = points.get(points.size() - 1);
        this.hiddenRadiusMetres = hiddenRadiusMetres;
    }

    /** @param match where the journey lies on roads, or null: then the line runs through its fixes */
    static List<List<Place>> of(List<Point> points, MatchedTrace match, RoadNetwork roads, double hiddenRadiusMetres) {
        VisibleGeometry geometry = new VisibleGeometry(points, hiddenRadiusMetres);
        if (match == null) {
            points.forEach(point -> geometry.through(point.latitude(), point.longitude()));
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
        boolean hidden = near(start, place, place) || near(end, place, place);
        boolean passesHidden = !line.isEmpty()
                && (near(start, line.get(line.size() - 1), place) || near(end, line.get(line.size() - 1), place));
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
