package org.trips.roads;

/**
 * A Hilbert curve through a rectangle: places that are close on the curve are close on the ground, so whatever is
 * stored along it is read from few pages. Coordinates in 1e-7 degrees.
 */
final class HilbertCurve {
    /** 2^15 steps along each side: a position on the curve is 30 bits, and a number of 32 bits fits beside it. */
    private static final int ORDER = 15;

    private static final int SIDE = 1 << ORDER;

    private final int minLatitude;
    private final int minLongitude;
    private final double stepsPerLatitude;
    private final double stepsPerLongitude;

    HilbertCurve(int minLatitude, int minLongitude, int maxLatitude, int maxLongitude) {
        this.minLatitude = minLatitude;
        this.minLongitude = minLongitude;
        stepsPerLatitude = (SIDE - 1) / Math.max(1.0, (double) maxLatitude - minLatitude);
        stepsPerLongitude = (SIDE - 1) / Math.max(1.0, (double) maxLongitude - minLongitude);
    }

    /** Position on the curve, from 0 to 2^30 - 1. */
    long position(int latitude, int longitude) {
        int x = (int) (((double) longitude - minLongitude) * stepsPerLongitude);
        int y = (int) (((double) latitude - minLatitude) * stepsPerLatitude);
        long position = 0;
        for (int side = SIDE / 2; side > 0; side /= 2) {
            int right = (x & side) == 0 ? 0 : 1;
            int up = (y & side) == 0 ? 0 : 1;
            position += (long) side * side * ((3 * right) ^ up);
            if (up == 0) {
                int turned = right == 1 ? SIDE - 1 - y : y;
                y = right == 1 ? SIDE - 1 - x : x;
                x = turned;
            }
        }
        return position;
    }
}
