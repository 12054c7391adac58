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
    private final double[] pathMetresAtStart;
    private final double lengthMetres;

    MatchedPath(int firstPoint, int lastPoint, int[] edges, double[] startMetres, double[] endMetres) {
        this.firstPoint = firstPoint;
        this.lastPoint = lastPoint;
        this.edges = edges;
        this.startMetres = startMetres;
        this.endMetres = endMetres;
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
}
