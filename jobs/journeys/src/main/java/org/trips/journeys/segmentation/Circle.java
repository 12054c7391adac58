package org.trips.journeys.segmentation;

import org.trips.journeys.points.Point;
import org.trips.roads.Earth;

/**
 * The places no further from a point than a radius, along the great circle. Most are told by their distance on a plane
 * with the centre's scale of longitude, which costs no sine.
 *
 * <p>The plane is wrong by the change of the cosine of latitude on the way: for places up to a radius r away its
 * distances differ by a share of at most r / R × tan(latitude) / 2, and by far less for the curvature itself. Where r / R
 * × tan(latitude) is below {@link #MARGIN_SHARE} (for 200 m: up to 89.8 degrees), whatever lies that share inside or
 * outside the rim on the plane does so on the sphere. The rest is measured exactly, so the verdict is always that of the
 * great circle.
 */
final class Circle {
    private static final double MARGIN_SHARE = 0.01;

    private static final double METRES_PER_E6 = Earth.RADIUS_METRES * Math.toRadians(1e-6);
    private static final int HALF_CIRCLE_E6 = 180_000_000;

    private final Point centre;
    private final double radiusMetres;
    private final double eastMetresPerE6;
    private final double surelyInside;
    private final double surelyOutside;

    Circle(Point centre, double radiusMetres) {
        this.centre = centre;
        this.radiusMetres = radiusMetres;
        double latitude = Math.toRadians(centre.latitude());
        double cosine = Math.cos(latitude);
        eastMetresPerE6 = METRES_PER_E6 * cosine;
        boolean flat = radiusMetres * Math.abs(Math.sin(latitude)) < MARGIN_SHARE * Earth.RADIUS_METRES * cosine;
        surelyInside = flat ? square(radiusMetres * (1 - MARGIN_SHARE)) : -1;
        surelyOutside = flat ? square(radiusMetres * (1 + MARGIN_SHARE)) : Double.POSITIVE_INFINITY;
    }

    Point centre() {
        return centre;
    }

    boolean contains(Point point) {
        int east = point.longitudeE6() - centre.longitudeE6();
        if (Math.abs(east) <= HALF_CIRCLE_E6) {
            double squared =
                    square(east * eastMetresPerE6) + square((point.latitudeE6() - centre.latitudeE6()) * METRES_PER_E6);
            if (squared <= surelyInside) {
                return true;
            }
            if (squared > surelyOutside) {
                return false;
            }
        }
        return centre.metresTo(point) <= radiusMetres;
    }

    private static double square(double metres) {
        return metres * metres;
    }
}
