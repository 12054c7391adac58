package org.trips.roads;

/**
 * What drivers mind on a way, counted in metres. By length alone, roads closed to through traffic count longer. By time,
 * each metre counts by how long it takes, one at 50 km/h once, and turning counts as well. Between the two lies any
 * mixture. Not thread-safe: it keeps the edge whose turns are priced.
 */
final class DrivingCost {
    /** Service roads and tracks are driven to get somewhere on them, rarely through. */
    private static final double SIDE_ROAD_FACTOR = 1.5;
    /** Private roads, the more so. */
    private static final double PRIVATE_FACTOR = 4;
    /** On a road of this speed the quickest way is as long as it is. */
    private static final double REFERENCE_KMH = 50;
    /** Turning round would count so much, a right angle half, straight on nothing. */
    private static final double TURN_METRES = 60;
    /** Where only two roads meet, the one goes on in the other. */
    static final int ROADS_WITHOUT_TURN = 2;

    private final RoadNetwork roads;

    private double latitude;
    private double longitude;
    private double cosLatitude;
    /** The last stretch of the edge come to, in degrees of latitude, and its length squared. */
    private double x;

    private double y;
    private double square;

    DrivingCost(RoadNetwork roads) {
        this.roads = roads;
    }

    /**
     * How many metres each metre of an edge counts.
     *
     * @param byTime from 0 for length to 1 for time
     */
    double factor(int edge, double byTime) {
        if (byTime == 0) {
            return sideRoadFactor(edge);
        }
        return sideRoadFactor(edge) * (1 + byTime * (REFERENCE_KMH / kmh(edge) - 1));
    }

    /** Takes up the end of an edge, for {@link #turnMetres}. */
    void comeTo(int edge) {
        int end = roads.pointAtEnd(edge);
        int beforeEnd = roads.forward(edge) ? end - 1 : end + 1;
        latitude = latitude(end);
        longitude = longitude(end);
        cosLatitude = Math.cos(Math.toRadians(latitude));
        x = (longitude - longitude(beforeEnd)) * cosLatitude;
        y = latitude - latitude(beforeEnd);
        square = x * x + y * y;
    }

    /**
     * How many metres it counts to drive on from there to another edge, straight on or not. At junctions of
     * {@link #ROADS_WITHOUT_TURN} edges at most it counts nothing, which is for the caller to see to.
     */
    double turnMetres(int next, double byTime) {
        int start = roads.pointAtStart(next);
        int afterStart = roads.forward(next) ? start + 1 : start - 1;
        double nextX = (longitude(afterStart) - longitude) * cosLatitude;
        double nextY = latitude(afterStart) - latitude;
        double lengths = Math.sqrt(square * (nextX * nextX + nextY * nextY));
        return lengths == 0 ? 0 : byTime * TURN_METRES * (1 - (x * nextX + y * nextY) / lengths) / 2;
    }

    private double latitude(int point) {
        return roads.latitudeUnits(point) / RoadNetwork.UNITS_PER_DEGREE;
    }

    private double longitude(int point) {
        return roads.longitudeUnits(point) / RoadNetwork.UNITS_PER_DEGREE;
    }

    private double sideRoadFactor(int edge) {
        if (roads.privateAccess(edge)) {
            return PRIVATE_FACTOR;
        }
        RoadClass roadClass = roads.roadClass(edge);
        return roadClass == RoadClass.SERVICE || roadClass == RoadClass.TRACK ? SIDE_ROAD_FACTOR : 1;
    }

    /** The limit, or what is driven on roads of the kind. */
    private int kmh(int edge) {
        int limit = roads.speedLimitKmh(edge);
        if (limit != RoadNetwork.UNKNOWN_LIMIT && limit != RoadNetwork.UNLIMITED) {
            return limit;
        }
        return switch (roads.roadClass(edge)) {
            case MOTORWAY -> 110;
            case TRUNK -> 90;
            case PRIMARY -> 65;
            case SECONDARY -> 60;
            case MOTORWAY_LINK, TRUNK_LINK, PRIMARY_LINK, SECONDARY_LINK, TERTIARY, TERTIARY_LINK -> 50;
            case UNCLASSIFIED -> 45;
            case RESIDENTIAL -> 35;
            case LIVING_STREET, SERVICE, TRACK, FERRY, OTHER -> 20;
        };
    }
}
