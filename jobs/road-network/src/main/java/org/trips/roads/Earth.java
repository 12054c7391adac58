package org.trips.roads;

/** Distances and bearings on one sphere, the same for everybody who measures. Degrees are WGS 84. */
public final class Earth {
    /** Mean radius of the WGS 84 ellipsoid (IUGG), in metres. */
    public static final double RADIUS_METRES = 6_371_008.8;

    private Earth() {}

    /** Great-circle distance in metres, by the haversine formula. */
    public static double metres(double latitude1, double longitude1, double latitude2, double longitude2) {
        double phi1 = Math.toRadians(latitude1);
        double phi2 = Math.toRadians(latitude2);
        double sinHalfLatitude = Math.sin((phi2 - phi1) / 2);
        double sinHalfLongitude = Math.sin(Math.toRadians(longitude2 - longitude1) / 2);
        double haversine = sinHalfLatitude * sinHalfLatitude
                + Math.cos(phi1) * Math.cos(phi2) * sinHalfLongitude * sinHalfLongitude;
        return 2 * RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }

    /** Bearing in degrees, from 0 (north) clockwise to below 360, in which the shortest way to the second place begins. */
    public static double bearingDegrees(double latitude1, double longitude1, double latitude2, double longitude2) {
        double phi1 = Math.toRadians(latitude1);
        double phi2 = Math.toRadians(latitude2);
        double deltaLongitude = Math.toRadians(longitude2 - longitude1);
        double east = Math.sin(deltaLongitude) * Math.cos(phi2);
        double north = Math.cos(phi1) * Math.sin(phi2) - Math.sin(phi1) * Math.cos(phi2) * Math.cos(deltaLongitude);
        return bearingDegrees(east, north);
    }

    /** Bearing in degrees, from 0 (north) clockwise to below 360, of a vector on the ground. */
    static double bearingDegrees(double east, double north) {
        double degrees = Math.toDegrees(Math.atan2(east, north));
        // Adding 360 to a tiny negative number gives 360 itself.
        return degrees >= 0 ? degrees : (degrees + 360) % 360;
    }
}
