package org.trips.matching;

import java.util.Arrays;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/** The line a path draws on the ground: WGS 84 positions, each with the metres driven up to it. Immutable and thread-safe. */
public final class PathLine {
    private static final int FIRST_CAPACITY = 64;

    private double[] latitudes = new double[FIRST_CAPACITY];
    private double[] longitudes = new double[FIRST_CAPACITY];
    private double[] metres = new double[FIRST_CAPACITY];
    private int size;

    private PathLine() {}

    /** The line of a whole path, from the place of its first point to that of its last. */
    public static PathLine of(MatchedPath path, RoadNetwork roads) {
        PathLine line = new PathLine();
        for (int k = 0; k < path.edgeCount(); k++) {
            line.addEdge(path, k, roads);
        }
        return line;
    }

    /**
     * A line through positions known from elsewhere.
     *
     * @param latitudes in degrees, in driving order
     * @param longitudes as many
     */
    public static PathLine through(double[] latitudes, double[] longitudes) {
        PathLine line = new PathLine();
        double metres = 0;
        for (int i = 0; i < latitudes.length; i++) {
            if (i > 0) {
                metres += Earth.metres(latitudes[i - 1], longitudes[i - 1], latitudes[i], longitudes[i]);
            }
            line.add(latitudes[i], longitudes[i], metres);
        }
        return line;
    }

    public int size() {
        return size;
    }

    public double latitude(int i) {
        return latitudes[i];
    }

    public double longitude(int i) {
        return longitudes[i];
    }

    /** Metres driven up to position i. */
    public double metres(int i) {
        return metres[i];
    }

    public double lengthMetres() {
        return size == 0 ? 0 : metres[size - 1] - metres[0];
    }

    /** The part between two distances from the path's start, its ends interpolated; at least two positions. */
    public PathLine between(double fromMetres, double toMetres) {
        PathLine part = new PathLine();
        if (size == 0) {
            return part;
        }
        part.addInterpolated(this, fromMetres);
        for (int i = 0; i < size; i++) {
            if (metres[i] > fromMetres && metres[i] < toMetres) {
                part.add(latitudes[i], longitudes[i], metres[i]);
            }
        }
        part.addInterpolated(this, toMetres);
        return part;
    }

    private void addEdge(MatchedPath path, int k, RoadNetwork roads) {
        int edge = path.edge(k);
        double from = path.startMetres(k);
        double to = path.endMetres(k);
        double pathMetres = path.pathMetresAtStart(k);
        for (int i = 1; i < roads.pointCount(edge); i++) {
            double begin = roads.metresAtPoint(edge, i - 1);
            double end = roads.metresAtPoint(edge, i);
            if (begin <= to && end >= from) {
                addPlace(roads, edge, i, Math.max(begin, from), pathMetres - from);
                addPlace(roads, edge, i, Math.min(end, to), pathMetres - from);
            }
        }
    }

    /** The place so many metres along an edge, between its points i - 1 and i, unless the line is there already. */
    private void addPlace(RoadNetwork roads, int edge, int i, double metresAlong, double pathMetresAtEdge) {
        double begin = roads.metresAtPoint(edge, i - 1);
        double length = roads.metresAtPoint(edge, i) - begin;
        double share = length == 0 ? 0 : (metresAlong - begin) / length;
        double latitude = between(roads.latitude(edge, i - 1), roads.latitude(edge, i), share);
        double longitude = between(roads.longitude(edge, i - 1), roads.longitude(edge, i), share);
        if (size == 0 || latitude != latitudes[size - 1] || longitude != longitudes[size - 1]) {
            add(latitude, longitude, pathMetresAtEdge + metresAlong);
        }
    }

    private void addInterpolated(PathLine whole, double atMetres) {
        int after = Arrays.binarySearch(whole.metres, 0, whole.size, atMetres);
        if (after < 0) {
            after = -after - 1;
        }
        if (after == 0 || after == whole.size) {
            int end = after == 0 ? 0 : whole.size - 1;
            add(whole.latitudes[end], whole.longitudes[end], atMetres);
            return;
        }
        int before = after - 1;
        double share = (atMetres - whole.metres[before]) / (whole.metres[after] - whole.metres[before]);
        add(
                between(whole.latitudes[before], whole.latitudes[after], share),
                between(whole.longitudes[before], whole.longitudes[after], share),
                atMetres);
    }

    private static double between(double from, double to, double share) {
        return from + share * (to - from);
    }

    private void add(double latitude, double longitude, double atMetres) {
        if (size == metres.length) {
            latitudes = Arrays.copyOf(latitudes, size * 2);
            longitudes = Arrays.copyOf(longitudes, size * 2);
            metres = Arrays.copyOf(metres, size * 2);
        }
        latitudes[size] = latitude;
        longitudes[size] = longitude;
        metres[size] = atMetres;
        size++;
    }
}
