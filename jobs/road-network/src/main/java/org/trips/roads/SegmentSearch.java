package org.trips.roads;

import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Finds the directed edges near a position. A two-way street is found twice, once in each direction, at the same place.
 * Not thread-safe: one per thread; it keeps its arrays and allocates nothing once they have grown.
 *
 * <p>Measures on a plane that touches the sphere at the position: right to 0.1 % up to 5 km from it. Does not look
 * across the 180th meridian.
 */
public final class SegmentSearch {
    private static final int FIRST_CAPACITY = 64;
    private static final double METRES_PER_UNIT = Math.toRadians(Earth.RADIUS_METRES) / RoadNetwork.UNITS_PER_DEGREE;
    /** Keeps longitudes finite at the poles, where there are no roads. */
    private static final double LEAST_COSINE = 1e-3;

    /** A window reaches this much farther than the search that opened it. */
    private static final double WINDOW_MARGIN_METRES = 250;

    private static final int NONE = -1;

    private final RoadNetwork roads;
    private final BoxTree tree;
    private final IntBuffer boxes;

    private double latitudeUnits;
    private double longitudeUnits;
    private double metresPerLongitudeUnit;
    private double radiusSquared;
    private int south;
    private int west;
    private int north;
    private int east;

    private int windowSouth;
    private int windowWest;
    private int windowNorth = Integer.MIN_VALUE;
    private int windowEast = Integer.MIN_VALUE;
    private int windowLeaves;
    private int[] windowLeaf = new int[FIRST_CAPACITY];
    private int[] windowBox = new int[FIRST_CAPACITY * BoxTree.LEAF_STRIDE];

    private int hits;
    private int[] hitStretch = new int[FIRST_CAPACITY];
    private int[] hitPoint = new int[FIRST_CAPACITY];
    private double[] hitShare = new double[FIRST_CAPACITY];
    private double[] hitSquare = new double[FIRST_CAPACITY];
    private long[] hitOrder = new long[FIRST_CAPACITY];

    private int found;
    private int[] foundEdge = new int[2 * FIRST_CAPACITY];
    private int[] foundHit = new int[2 * FIRST_CAPACITY];
    private boolean[] foundForward = new boolean[2 * FIRST_CAPACITY];

    public SegmentSearch(RoadNetwork roads) {
        this.roads = roads;
        tree = roads.tree();
        boxes = roads.boxes();
    }

    /**
     * Searches around a position. The results stay until the next search.
     *
     * @return how many directed edges come within the radius; they are numbered from 0, nearest first, and of equally
     *     near ones always in the same order
     */
    public int within(double latitude, double longitude, double radiusMetres) {
        latitudeUnits = latitude * RoadNetwork.UNITS_PER_DEGREE;
        longitudeUnits = longitude * RoadNetwork.UNITS_PER_DEGREE;
        metresPerLongitudeUnit = METRES_PER_UNIT * Math.max(LEAST_COSINE, Math.cos(Math.toRadians(latitude)));
        radiusSquared = radiusMetres * radiusMetres;
        // A cast to int stops at the largest int, which is beyond any coordinate.
        south = (int) Math.floor(latitudeUnits - radiusMetres / METRES_PER_UNIT);
        north = (int) Math.ceil(latitudeUnits + radiusMetres / METRES_PER_UNIT);
        west = (int) Math.floor(longitudeUnits - radiusMetres / metresPerLongitudeUnit);
        east = (int) Math.ceil(longitudeUnits + radiusMetres / metresPerLongitudeUnit);
        if (south < windowSouth || north > windowNorth || west < windowWest || east > windowEast) {
            openWindow();
        }
        hits = 0;
        searchWindow();
        sortHits();
        return found;
    }

    /** The directed edge of result i. */
    public int edge(int i) {
        return foundEdge[checked(i)];
    }

    /** Where on the edge its nearest place lies: metres from the edge's start as driven. */
    public double metresAlong(int i) {
        int hit = foundHit[checked(i)];
        int point = hitPoint[hit];
        double start = roads.metresOfPoint(point);
        double metres = start + hitShare[hit] * (roads.metresOfPoint(point + 1) - start);
        return foundForward[i] ? metres : roads.lengthMetres(foundEdge[i]) - metres;
    }

    /** Distance in metres from the position to the edge's nearest place. */
    public double metresAway(int i) {
        return Math.sqrt(hitSquare[foundHit[checked(i)]]);
    }

    /** Latitude of the edge's nearest place. */
    public double latitude(int i) {
        int hit = foundHit[checked(i)];
        int from = roads.latitudeUnits(hitPoint[hit]);
        int to = roads.latitudeUnits(hitPoint[hit] + 1);
        return (from + hitShare[hit] * ((double) to - from)) / RoadNetwork.UNITS_PER_DEGREE;
    }

    /** Longitude of the edge's nearest place. */
    public double longitude(int i) {
        int hit = foundHit[checked(i)];
        int from = roads.longitudeUnits(hitPoint[hit]);
        int to = roads.longitudeUnits(hitPoint[hit] + 1);
        return (from + hitShare[hit] * ((double) to - from)) / RoadNetwork.UNITS_PER_DEGREE;
    }

    /** Latitude of the junction where the edge starts. */
    public double startLatitude(int i) {
        return roads.latitudeUnits(pointAtStart(i)) / RoadNetwork.UNITS_PER_DEGREE;
    }

    /** Longitude of the junction where the edge starts. */
    public double startLongitude(int i) {
        return roads.longitudeUnits(pointAtStart(i)) / RoadNetwork.UNITS_PER_DEGREE;
    }

    /** Latitude of the junction where the edge ends. */
    public double endLatitude(int i) {
        return roads.latitudeUnits(pointAtEnd(i)) / RoadNetwork.UNITS_PER_DEGREE;
    }

    /** Longitude of the junction where the edge ends. */
    public double endLongitude(int i) {
        return roads.longitudeUnits(pointAtEnd(i)) / RoadNetwork.UNITS_PER_DEGREE;
    }

    /** Bearing of the edge as driven at its nearest place, in degrees from 0 (north) clockwise to below 360. */
    public double bearingDegrees(int i) {
        int point = hitPoint[foundHit[checked(i)]];
        int from = foundForward[i] ? point : point + 1;
        int to = foundForward[i] ? point + 1 : point;
        return Earth.bearingDegrees(
                ((double) roads.longitudeUnits(to) - roads.longitudeUnits(from)) * metresPerLongitudeUnit,
                ((double) roads.latitudeUnits(to) - roads.latitudeUnits(from)) * METRES_PER_UNIT);
    }

    /**
     * The next fix is near the last: the leaves around are kept until a search leaves their window. Their points are not
     * copied with them; that was measured to gain nothing.
     */
    private void openWindow() {
        double margin = WINDOW_MARGIN_METRES / METRES_PER_UNIT;
        double marginEast = WINDOW_MARGIN_METRES / metresPerLongitudeUnit;
        windowSouth = (int) (south - margin);
        windowNorth = (int) (north + margin);
        windowWest = (int) (west - marginEast);
        windowEast = (int) (east + marginEast);
        windowLeaves = 0;
        visit(tree.rootLevel(), 0);
    }

    private void visit(int level, int node) {
        int at = tree.at(level, node);
        if (boxes.get(at + BoxTree.MIN_LATITUDE) > windowNorth
                || boxes.get(at + BoxTree.MAX_LATITUDE) < windowSouth
                || boxes.get(at + BoxTree.MIN_LONGITUDE) > windowEast
                || boxes.get(at + BoxTree.MAX_LONGITUDE) < windowWest) {
            return;
        }
        if (level == 0) {
            if (windowLeaves == windowLeaf.length) {
                windowLeaf = Arrays.copyOf(windowLeaf, 2 * windowLeaves);
                windowBox = Arrays.copyOf(windowBox, 2 * windowBox.length);
            }
            windowLeaf[windowLeaves] = node;
            boxes.get(at, windowBox, windowLeaves * BoxTree.LEAF_STRIDE, BoxTree.LEAF_STRIDE);
            windowLeaves++;
            return;
        }
        int first = node * BoxTree.CHILDREN;
        int last = Math.min(first + BoxTree.CHILDREN, tree.nodes(level - 1)) - 1;
        for (int child = first; child <= last; child++) {
            visit(level - 1, child);
        }
    }

    private void searchWindow() {
        int at = 0;
        for (int i = 0; i < windowLeaves; i++) {
            if (touches(
                    windowBox[at + BoxTree.MIN_LATITUDE],
                    windowBox[at + BoxTree.MIN_LONGITUDE],
                    windowBox[at + BoxTree.MAX_LATITUDE],
                    windowBox[at + BoxTree.MAX_LONGITUDE])) {
                searchLeaf(windowLeaf[i], windowBox[at + BoxTree.FIRST_STRETCH]);
            }
            at += BoxTree.LEAF_STRIDE;
        }
    }

    private void searchLeaf(int leaf, int firstStretch) {
        int from = leaf * BoxTree.LEAF_SEGMENTS;
        int to = Math.min(from + BoxTree.LEAF_SEGMENTS, roads.allPoints() - 1);
        int stretch = firstStretch;
        int endOfStretch = roads.firstPoint(stretch + 1);
        int latitude = roads.latitudeUnits(from);
        int longitude = roads.longitudeUnits(from);
        for (int point = from; point < to; point++) {
            int nextLatitude = roads.latitudeUnits(point + 1);
            int nextLongitude = roads.longitudeUnits(point + 1);
            if (point + 1 == endOfStretch) {
                stretch++;
                endOfStretch = roads.firstPoint(stretch + 1);
            } else if (touches(
                    Math.min(latitude, nextLatitude),
                    Math.min(longitude, nextLongitude),
                    Math.max(latitude, nextLatitude),
                    Math.max(longitude, nextLongitude))) {
                measure(stretch, point, latitude, longitude, nextLatitude, nextLongitude);
            }
            latitude = nextLatitude;
            longitude = nextLongitude;
        }
    }

    private boolean touches(int minLatitude, int minLongitude, int maxLatitude, int maxLongitude) {
        return minLatitude <= north && maxLatitude >= south && minLongitude <= east && maxLongitude >= west;
    }

    private void measure(int stretch, int point, int fromLatitude, int fromLongitude, int toLatitude, int toLongitude) {
        double x = (fromLongitude - longitudeUnits) * metresPerLongitudeUnit;
        double y = (fromLatitude - latitudeUnits) * METRES_PER_UNIT;
        double dx = ((double) toLongitude - fromLongitude) * metresPerLongitudeUnit;
        double dy = ((double) toLatitude - fromLatitude) * METRES_PER_UNIT;
        double length = dx * dx + dy * dy; // squared, as along is
        double along = -(x * dx + y * dy);
        // Clamping the quotient instead was measured to make the whole search a quarter slower.
        double share = along <= 0 ? 0 : along >= length ? 1 : along / length;
        double nearestX = x + share * dx;
        double nearestY = y + share * dy;
        double square = nearestX * nearestX + nearestY * nearestY;
        if (square <= radiusSquared) {
            keep(stretch, point, share, square);
        }
    }

    /** Leaves are visited in the order of the points, so all that is found of one stretch is found in a row. */
    private void keep(int stretch, int point, double share, double square) {
        int hit = hits - 1;
        if (hit < 0 || hitStretch[hit] != stretch) {
            hit = hits++;
            if (hit == hitStretch.length) {
                grow();
            }
            hitStretch[hit] = stretch;
        } else if (square >= hitSquare[hit]) {
            return;
        }
        hitPoint[hit] = point;
        hitShare[hit] = share;
        hitSquare[hit] = square;
    }

    private void grow() {
        int capacity = 2 * hitStretch.length;
        hitStretch = Arrays.copyOf(hitStretch, capacity);
        hitPoint = Arrays.copyOf(hitPoint, capacity);
        hitShare = Arrays.copyOf(hitShare, capacity);
        hitSquare = Arrays.copyOf(hitSquare, capacity);
        hitOrder = new long[capacity];
        foundEdge = new int[2 * capacity];
        foundHit = new int[2 * capacity];
        foundForward = new boolean[2 * capacity];
    }

    private void sortHits() {
        for (int hit = 0; hit < hits; hit++) {
            // The bits of floats that are not negative sort as the floats do.
            hitOrder[hit] = ((long) Float.floatToRawIntBits((float) hitSquare[hit]) << Integer.SIZE) | hit;
        }
        Arrays.sort(hitOrder, 0, hits);
        found = 0;
        for (int i = 0; i < hits; i++) {
            int hit = (int) hitOrder[i];
            add(hit, roads.forwardEdge(hitStretch[hit]), true);
            add(hit, roads.backwardEdge(hitStretch[hit]), false);
        }
    }

    private void add(int hit, int edge, boolean forward) {
        if (edge > NONE) {
            foundEdge[found] = edge;
            foundForward[found] = forward;
            foundHit[found++] = hit;
        }
    }

    private int pointAtStart(int i) {
        return roads.pointAtStart(hitStretch[foundHit[checked(i)]], foundForward[i]);
    }

    private int pointAtEnd(int i) {
        return roads.pointAtStart(hitStretch[foundHit[checked(i)]], !foundForward[i]);
    }

    private int checked(int i) {
        if (i >= found) {
            throw new IndexOutOfBoundsException("result " + i + " of " + found);
        }
        return i;
    }
}
