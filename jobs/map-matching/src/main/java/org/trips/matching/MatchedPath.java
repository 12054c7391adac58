package org.trips.matching;

/**
 * One unbroken stretch of driving on the network: directed edges in driving order, each with the part that was driven.
 * Where one edge ends the next begins, but at a turn in the road, where the path leaves an edge in its middle for the
 * edge opposite. Lengths in metres. Immutable and thread-safe.
 */
public final class MatchedPath {
    private final int firstPoint;
    private final int lastPoint;
    private final int[] edges;
    private final double[] startMetres;
    private final double[] endMetres;
    private final double[] confidence;
    private final double[] pathMetresAtStart;
    private final double lengthMetres;

    MatchedPath(
            int firstPoint, int lastPoint, int[] edges, double[] startMetres, double[] endMetres, double[] confidence) {
        this.firstPoint = firstPoint;
        this.lastPoint = lastPoint;
        this.edges = edges;
        this.startMetres = startMetres;
        this.endMetres = endMetres;
        this.confidence = confidence;
        pathMetresAtStart = new double[edges.length];
        double metres = 0;
        for (int k = 0; k < edges.length; k++) {
            pathMetresAtStart[k] = metres;
            metres += endMetres[k] - startMetres[k];
        }
        lengthMetres = metres;
    }

    /** Index in the trace of the first point matched to this path; the path starts at its place on the road. */
    public int firstPoint() {
        return firstPoint;
    }

    /** Index in the trace of the last point matched to this path; the path ends at its place on the road. */
    public int lastPoint() {
        return lastPoint;
    }

    /** How many edges were driven; an edge driven twice counts twice. */
    public int edgeCount() {
        return edges.length;
    }

    public int edge(int k) {
        return edges[k];
    }

    /** Where on edge k driving began, in metres from the edge's start. */
    public double startMetres(int k) {
        return startMetres[k];
    }

    /** Where on edge k driving ended, in metres from the edge's start; never less than {@link #startMetres}. */
    public double endMetres(int k) {
        return endMetres[k];
    }

    public double lengthMetres() {
        return lengthMetres;
    }

    /** Distance driven on this path before edge k. */
    public double pathMetresAtStart(int k) {
        return pathMetresAtStart[k];
    }

    /** How likely edge k was driven there, between 0 and 1: of many edges at 0.9, 90 % of the length is right. */
    public double confidence(int k) {
        return confidence[k];
    }

    /**
     * The share of the path's length that is likely right: the mean of its edges by length. Of a path without length, that
     * of its first edge.
     */
    public double confidence() {
        double right = 0;
        for (int k = 0; k < edges.length; k++) {
            right += confidence[k] * (endMetres[k] - startMetres[k]);
        }
        return lengthMetres > 0 ? right / lengthMetres : confidence[0];
    }
}
