package org.trips.matching;

import org.trips.roads.RoadNetwork;

/**
 * Places along the line of a directed edge. Lines are taken as flat over the length of an edge and measured so that they
 * come out at the edge's own length. Holds its last result, so it allocates nothing; not thread-safe.
 */
final class Geometry {
    /** Mean Earth radius of the IUGG, 6,371,008.8 m, times one degree in radians. */
    static final double METRES_PER_DEGREE = 6_371_008.8 * Math.PI / 180;

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
        double bestAlong = 0;
        double along = 0;
        double ax = longitudeDifference(toLongitude, roads.longitude(edge, 0)) * cos;
        double ay = roads.latitude(edge, 0) - toLatitude;
        for (int i = 1; i < roads.pointCount(edge); i++) {
            double bx = longitudeDifference(toLongitude, roads.longitude(edge, i)) * cos;
            double by = roads.latitude(edge, i) - toLatitude;
            double dx = bx - ax;
            double dy = by - ay;
            double length = Math.sqrt(dx * dx + dy * dy);
            double share = length == 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (length * length)));
            double px = ax + share * dx;
            double py = ay + share * dy;
            double squared = px * px + py * py;
            if (squared < best) {
                best = squared;
                bestAlong = along + share * length;
            }
            along += length;
            ax = bx;
            ay = by;
        }
        metresAlong = along == 0 ? 0 : bestAlong / along * roads.lengthMetres(edge);
        metresAway = Math.sqrt(best) * METRES_PER_DEGREE;
    }

    /** Finds the position of a place along an edge: {@link #latitude} and {@link #longitude}. */
    void place(int edge, double metres) {
        int points = roads.pointCount(edge);
        double cos = Math.cos(Math.toRadians(roads.latitude(edge, 0)));
        double total = 0;
        for (int i = 1; i < points; i++) {
            total += degrees(edge, i, cos);
        }
        double length = roads.lengthMetres(edge);
        double wanted = length == 0 ? 0 : metres / length * total;
        for (int i = 1; i < points; i++) {
            double part = degrees(edge, i, cos);
            if (wanted <= part || i == points - 1) {
                double share = part == 0 ? 0 : Math.max(0, Math.min(1, wanted / part));
                double fromLongitude = roads.longitude(edge, i - 1);
                latitude =
                        roads.latitude(edge, i - 1) + share * (roads.latitude(edge, i) - roads.latitude(edge, i - 1));
                longitude = fromLongitude + share * longitudeDifference(fromLongitude, roads.longitude(edge, i));
                return;
            }
            wanted -= part;
        }
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

    private double degrees(int edge, int i, double cos) {
        double dx = longitudeDifference(roads.longitude(edge, i - 1), roads.longitude(edge, i)) * cos;
        double dy = roads.latitude(edge, i) - roads.latitude(edge, i - 1);
        return Math.sqrt(dx * dx + dy * dy);
    }
}
