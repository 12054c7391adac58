package org.trips.matching;

import java.util.List;
import java.util.Optional;

/**
 * Where on the roads each point of a trace was, and the paths driven. Point i here is point i of the trace. Immutable
 * and thread-safe.
 */
public final class MatchedTrace {
    private final int[] edge;
    private final double[] metresAlongEdge;
    private final double[] latitude;
    private final double[] longitude;
    private final double[] metresFromRoad;
    private final UnmatchedReason[] reason;
    private final int[] pathOf;
    private final double[] metresAlongPath;
    private final List<MatchedPath> paths;

    MatchedTrace(PlacedPoints points, List<MatchedPath> paths) {
        edge = points.edge;
        metresAlongEdge = points.metresAlongEdge;
        latitude = points.latitude;
        longitude = points.longitude;
        metresFromRoad = points.metresFromRoad;
        reason = points.reason;
        pathOf = points.pathOf;
        metresAlongPath = points.metresAlongPath;
        this.paths = List.copyOf(paths);
    }

    /** How many points the trace has. */
    public int size() {
        return edge.length;
    }

    /** How many points have a place on a road. */
    public int matchedPoints() {
        int count = 0;
        for (int onEdge : edge) {
            count += onEdge >= 0 ? 1 : 0;
        }
        return count;
    }

    /** The length of all paths together, in metres. */
    public double lengthMetres() {
        return paths.stream().mapToDouble(MatchedPath::lengthMetres).sum();
    }

    /**
     * The share of the length of all paths that is likely right, between 0 and 1: the mean of their {@link
     * MatchedPath#confidence() confidence} by length, or of all alike where none has length; NaN where there is no path.
     */
    public double confidence() {
        double metres = lengthMetres();
        double sum = 0;
        for (MatchedPath path : paths) {
            sum += path.confidence() * (metres > 0 ? path.lengthMetres() / metres : 1.0 / paths.size());
        }
        return paths.isEmpty() ? Double.NaN : sum;
    }

    /** The directed edge the point lies on, or -1 where it is unmatched. */
    public int edge(int i) {
        return edge[i];
    }

    /** Metres from the start of the edge as driven, or NaN. */
    public double metresAlongEdge(int i) {
        return metresAlongEdge[i];
    }

    /** Latitude of the place on the road, or NaN. */
    public double latitude(int i) {
        return latitude[i];
    }

    /** Longitude of the place on the road, or NaN. */
    public double longitude(int i) {
        return longitude[i];
    }

    /** Distance in metres from the fix to its place on the road, or NaN. */
    public double metresFromRoad(int i) {
        return metresFromRoad[i];
    }

    /** Why the point has no match; empty where it has one. */
    public Optional<UnmatchedReason> unmatched(int i) {
        return Optional.ofNullable(reason[i]);
    }

    /** The paths in driving order; a new one after every break. */
    public List<MatchedPath> paths() {
        return paths;
    }

    /** Index in {@link #paths} of the point's path, or -1. */
    public int pathOf(int i) {
        return pathOf[i];
    }

    /** Metres driven from the start of the point's path, never decreasing within a path, or NaN. */
    public double metresAlongPath(int i) {
        return metresAlongPath[i];
    }
}
