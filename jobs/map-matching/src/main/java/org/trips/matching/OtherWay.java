package org.trips.matching;

import org.trips.roads.RouteSearch;

/**
 * The best way between two fixes that avoids the chosen one where it can: the same search once more, in which the edges
 * chosen count half as much again (the penalty method for alternative routes). Reused, not thread-safe.
 */
final class OtherWay {
    private final RouteSearch routes;
    private int edges;
    private double detourShare;

    OtherWay(RouteSearch routes) {
        this.routes = routes;
    }

    /** Searches beside the edges of a path between the places of two layers, at least one edge apart. */
    void search(Lattice lattice, PathAssembly path, int beforeState, int state, int layer, int from, int to) {
        routes.begin();
        int target = routes.addTarget(lattice.edge[state], lattice.metresAlong[state]);
        for (int k = from + 1; k < to; k++) {
            routes.shun(path.edge(k));
        }
        double bound = lattice.bound[state] * (1 + RouteSearch.SHUNNED_SHARE);
        routes.search(path.edge(from), lattice.metresAlong[beforeState], bound, lattice.byTime[state]);
        edges = 0;
        if (routes.metres(target) < Double.POSITIVE_INFINITY) {
            double chosen = path.countedMetresTo(layer);
            detourShare = Math.max(0, routes.countedMetres(target) - chosen) / Math.max(1, chosen);
            edges = routes.layOut(target);
        }
    }

    /** How much longer that way is, as a share of the chosen one; infinite where it goes over the edge as well. */
    double detourShareBeside(int edge) {
        for (int k = 1; k < edges - 1; k++) {
            if (routes.routeEdge(k) == edge) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return edges == 0 ? Double.POSITIVE_INFINITY : detourShare;
    }
}
