package org.trips.matching;

import java.util.Arrays;

/** The columns of a {@link MatchedTrace} while they are being filled. */
final class PlacedPoints {
    final int[] edge;
    final double[] metresAlongEdge;
    final double[] latitude;
    final double[] longitude;
    final double[] metresFromRoad;
    final UnmatchedReason[] reason;
    final int[] pathOf;
    final double[] metresAlongPath;

    PlacedPoints(int size) {
        edge = new int[size];
        Arrays.fill(edge, -1);
        metresAlongEdge = unknown(size);
        latitude = unknown(size);
        longitude = unknown(size);
        metresFromRoad = unknown(size);
        reason = new UnmatchedReason[size];
        pathOf = new int[size];
        Arrays.fill(pathOf, -1);
        metresAlongPath = unknown(size);
    }

    private static double[] unknown(int size) {
        double[] column = new double[size];
        Arrays.fill(column, Double.NaN);
        return column;
    }
}
