package org.trips.matching;

import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/**
 * Places along the line of a directed edge, measured on a plane that touches the sphere at the position. Holds its last
 * result, so it allocates nothing; not thread-safe.
 */
final class Geometry {
    static final double METRES_PER_DEGREE = Math.toRadians(Earth.RADIUS_METRES);

    private final RoadNetwork roads;
    private double metresAlong;
    private double metresAway;
    private double latitude;
    private double longitude;

    Geometry(RoadNetwork roads) {
        this.roads = roads;
    }

    /** Degrees from one longitude to another the short way round. */
    static double longitudeDifference(double from, double to) {
        double difference = to - from;
        return difference > 180 ? difference - 360 : difference < -180 ? difference + 360 : difference;
    }

    /** Finds the place of an edge nearest to a position: {@link #metresAlong} and {@link #metresAway}. */
    void nearest(int edge, double toLatitude, double toLongitude) {
        double cos = Math.cos(Math.toRadians(toLatitude));
        double best = Double.POSITIVE_INFINITY;
        double ax = longitudeDifference(toLongitude, roads.longitude(edge, 0)) * cos;
        double ay = roads.latitude(edge, 0) - toLatitude;
        for (int i = 1; i < roads.pointCount(edge); i++) {
            double bx = longitudeDifference(toLongitude, roads.longitude(edge, i)) * cos;
            double by = roads.latitude(edge, i) - toLatitude;
            double dx = bx - ax;
            double dy = by - ay;
            double square = dx * dx + dy * dy;
            double share = square == 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / square));
            double px = ax + share * dx;
            double py = ay + share * dy;
            double away = px * px + py * py;
            if (away < best) {
                best = away;
                double start = roads.metresAtPoint(edge, i - 1);
                metresAlong = start + share * (roads.metresAtPoint(edge, i) - start);
            }
            ax = bx;
            ay = by;
        }
        metresAway = Math.sqrt(best) * METRES_PER_DEGREE;
    }

    /** Finds the position of a place along an edge: {@link #latitude} and {@link #longitude}. */
    void place(int edge, double metres) {
        int i = 1;
        while (i < roads.pointCount(edge) - 1 && roads.metresAtPoint(edge, i) < metres) {
            i++;
        }
        double start = roads.metresAtPoint(edge, i - 1);
        double part = roads.metresAtPoint(edge, i) - start;
        double share = part <= 0 ? 0 : Math.max(0, Math.min(1, (metres - start) / part));
        double fromLatitude = roads.latitude(edge, i - 1);
        double fromLongitude = roads.longitude(edge, i - 1);
        latitude = fromLatitude + share * (roads.latitude(edge, i) - fromLatitude);
        longitude = fromLongitude + share * longitudeDifference(fromLongitude, roads.longitude(edge, i));
    }

    /** Metres from the edge's start to the place found last. */
    double metresAlong() {
        return metresAlong;
    }

    /** Metres from the position to the place found last. */
    double metresAway() {
        return metresAway;
    }

    double latitude() {
        return latitude;
    }

    double longitude() {
        return longitude;
    }
}
