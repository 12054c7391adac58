package org.trips.matching;

import java.util.Arrays;
import org.trips.roads.RoadNetwork;

/**
 * Puts the fixes of one path onto it so that the car never goes backwards: each to its nearest place, and where that
 * would go back, to the mean of the fixes concerned (isotonic regression by pooling adjacent violators, weighted by
 * accuracy). A parked car thus stays where its fixes lie on average. Reused from path to path, not thread-safe.
 */
final class Placement {
    private final Geometry geometry;
    private int count;
    private int[] fix = new int[0];
    private double[] metres = new double[0];
    private double[] mean = new double[0];
    private double[] weight = new double[0];
    private int[] members = new int[0];

    Placement(RoadNetwork roads) {
        geometry = new Geometry(roads);
    }

    void begin(int mostFixes) {
        count = 0;
        if (fix.length < mostFixes) {
            int capacity = Integer.highestOneBit(mostFixes) * 2;
            fix = new int[capacity];
            metres = new double[capacity];
            mean = new double[capacity];
            weight = new double[capacity];
            members = new int[capacity];
        }
    }

    /** How many fixes the path has. */
    int count() {
        return count;
    }

    /** Adds a fix that lies on edge k of the path, at a place along that edge. */
    void addAt(PathAssembly path, int f, int k, double metresAlongEdge) {
        add(f, path.metresAt(k, metresAlongEdge));
    }

    /** Adds a fix that lies somewhere on edges k to last of the path: where it is nearest. */
    void addBetween(PathAssembly path, Fixes fixes, int f, int k, int last) {
        add(f, nearest(path, fixes, f, k, last));
    }

    /**
     * Adds a fix that the search left out, between the last one added and a place further on the path.
     *
     * @return false, and the fix is not added, where it lies further than the radius from all of that stretch
     */
    boolean addIfNear(PathAssembly path, Fixes fixes, int f, int k, int last, double until, double radius) {
        double from = metres[count - 1];
        double place = Math.max(from, Math.min(until, nearest(path, fixes, f, k, last)));
        int at = k;
        while (at < last && place > path.metresBefore(at + 1)) {
            at++;
        }
        geometry.place(path.edge(at), path.start(at) + place - path.metresBefore(at));
        if (fixes.metresTo(f, geometry.latitude(), geometry.longitude()) > radius) {
            return false;
        }
        add(f, place);
        return true;
    }

    private void add(int f, double place) {
        fix[count] = f;
        metres[count++] = place;
    }

    private double nearest(PathAssembly path, Fixes fixes, int f, int k, int last) {
        double place = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int at = k; at <= last; at++) {
            geometry.nearest(path.edge(at), fixes.latitude(f), fixes.longitude(f));
            if (geometry.metresAway() < best) {
                best = geometry.metresAway();
                place = path.metresAt(at, geometry.metresAlong());
            }
        }
        return place;
    }

    /** Places the fixes added and cuts the path's ends at the first and the last. */
    MatchedPath place(PathAssembly path, PathConfidence confidence, Fixes fixes, int pathIndex, PlacedPoints points) {
        makeMonotone(fixes);
        int k = 0;
        int firstPlace = 0;
        double origin = metres[0];
        for (int i = 0; i < count; i++) {
            while (k + 1 < path.count() && metres[i] > path.metresBefore(k + 1)) {
                k++;
            }
            if (i == 0) {
                firstPlace = k;
            }
            int p = fixes.point(fix[i]);
            double along = Math.min(path.end(k), path.start(k) + metres[i] - path.metresBefore(k));
            geometry.place(path.edge(k), along);
            points.edge[p] = path.edge(k);
            points.metresAlongEdge[p] = along;
            points.latitude[p] = geometry.latitude();
            points.longitude[p] = geometry.longitude();
            points.metresFromRoad[p] = fixes.metresTo(fix[i], geometry.latitude(), geometry.longitude());
            points.pathOf[p] = pathIndex;
            points.metresAlongPath[p] = metres[i] - origin;
        }
        int first = fixes.point(fix[0]);
        int last = fixes.point(fix[count - 1]);
        int edges = k - firstPlace + 1;
        int[] edge = new int[edges];
        double[] start = new double[edges];
        double[] end = new double[edges];
        for (int i = 0; i < edges; i++) {
            edge[i] = path.edge(firstPlace + i);
            start[i] = path.start(firstPlace + i);
            end[i] = path.end(firstPlace + i);
        }
        start[0] = points.metresAlongEdge[first];
        end[edges - 1] = points.metresAlongEdge[last];
        return new MatchedPath(first, last, edge, start, end, confidence.keep(firstPlace, edges));
    }

    private void makeMonotone(Fixes fixes) {
        int pools = 0;
        for (int i = 0; i < count; i++) {
            double sigma = fixes.sigma(fix[i]);
            mean[pools] = metres[i];
            weight[pools] = 1 / (sigma * sigma);
            members[pools] = 1;
            pools++;
            while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
                pools--;
                double sum = weight[pools - 1] + weight[pools];
                mean[pools - 1] = (mean[pools - 1] * weight[pools - 1] + mean[pools] * weight[pools]) / sum;
                weight[pools - 1] = sum;
                members[pools - 1] += members[pools];
            }
        }
        int i = 0;
        for (int pool = 0; pool < pools; pool++) {
            Arrays.fill(metres, i, i + members[pool], mean[pool]);
            i += members[pool];
        }
    }
}
