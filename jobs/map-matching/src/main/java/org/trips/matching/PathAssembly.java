package org.trips.matching;

import java.util.Arrays;
import org.trips.matching.Lattice.Move;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RouteSearch;

/**
 * Joins the chosen states of one path into the edges driven, whole ones at both ends: where on them driving began and
 * ended, {@link Placement} decides. Reused from path to path, not thread-safe.
 */
final class PathAssembly {
    private static final int FIRST_CAPACITY = 256;

    private final RoadNetwork roads;
    private final RouteSearch routes;
    private int count;
    private int[] edge = new int[FIRST_CAPACITY];
    private double[] start = new double[FIRST_CAPACITY];
    private double[] end = new double[FIRST_CAPACITY];
    private double[] metresBefore = new double[FIRST_CAPACITY];
    private int[] placeOfLayer = new int[0];
    private double[] countedMetres = new double[0];

    PathAssembly(RoadNetwork roads, RouteSearch routes) {
        this.roads = roads;
        this.routes = routes;
    }

    /** Assembles the path that begins at one layer and ends at another; layers between without a state are left out. */
    void assemble(Viterbi viterbi, int firstLayer, int lastLayer) {
        Lattice lattice = viterbi.lattice();
        if (placeOfLayer.length < lattice.layers) {
            placeOfLayer = new int[Integer.highestOneBit(lattice.layers) * 2];
            countedMetres = new double[placeOfLayer.length];
        }
        count = 0;
        double reached = 0;
        for (int layer = firstLayer; layer <= lastLayer; layer++) {
            int state = viterbi.chosen(layer);
            if (state < 0) {
                continue;
            }
            int onEdge = lattice.edge[state];
            double along = lattice.metresAlong[state];
            Move move = layer == firstLayer ? Move.START : lattice.move[state];
            switch (move) {
                case START, NEXT -> {
                    append(onEdge, 0);
                    reached = along;
                }
                case ALONG -> reached = Math.max(reached, along);
                case TURN -> {
                    double length = roads.lengthMetres(onEdge);
                    double turn = Math.max(reached, length - along);
                    end[count - 1] = turn;
                    append(onEdge, length - turn);
                    reached = Math.max(along, length - turn);
                }
                case ROUTE -> {
                    countedMetres[layer] = appendRoute(lattice, state);
                    reached = along;
                }
            }
            placeOfLayer[layer] = count - 1;
        }
        double metres = 0;
        for (int k = 0; k < count; k++) {
            metresBefore[k] = metres;
            metres += end[k] - start[k];
        }
    }

    int count() {
        return count;
    }

    int edge(int k) {
        return edge[k];
    }

    double start(int k) {
        return start[k];
    }

    double end(int k) {
        return end[k];
    }

    /** Metres of the path before its edge k. */
    double metresBefore(int k) {
        return metresBefore[k];
    }

    /** Metres of the path before a place on its edge k; places not driven are moved to the nearest that is. */
    double metresAt(int k, double metresAlongEdge) {
        return metresBefore[k] + Math.max(start[k], Math.min(end[k], metresAlongEdge)) - start[k];
    }

    /** Which edge of the path a layer lies on. */
    int placeOfLayer(int layer) {
        return placeOfLayer[layer];
    }

    /** What the way that was searched to a layer counts ({@link RouteSearch#countedMetres}). */
    double countedMetresTo(int layer) {
        return countedMetres[layer];
    }

    private double appendRoute(Lattice lattice, int state) {
        routes.begin();
        int target = routes.addTarget(lattice.edge[state], lattice.metresAlong[state]);
        double along = lattice.metresAlong[lattice.back[state]];
        routes.search(edge[count - 1], along, lattice.bound[state], lattice.byTime[state]);
        int edges = routes.layOut(target);
        for (int k = 1; k < edges; k++) {
            append(routes.routeEdge(k), 0);
        }
        return routes.countedMetres(target);
    }

    private void append(int newEdge, double from) {
        if (count == edge.length) {
            edge = Arrays.copyOf(edge, count * 2);
            start = Arrays.copyOf(start, count * 2);
            end = Arrays.copyOf(end, count * 2);
            metresBefore = Arrays.copyOf(metresBefore, count * 2);
        }
        edge[count] = newEdge;
        start[count] = from;
        end[count] = roads.lengthMetres(newEdge);
        count++;
    }
}
