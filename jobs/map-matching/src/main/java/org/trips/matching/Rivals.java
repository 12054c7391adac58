package org.trips.matching;

import java.util.Arrays;
import org.trips.roads.RoadNetwork;

/**
 * How much more the cheapest sequence of states costs that is not on the chosen path: a Viterbi search backwards over
 * the moves that the one forwards weighed (max-marginals, as in soft-output Viterbi). Reused from trace to trace, not
 * thread-safe.
 */
final class Rivals {
    private final RoadNetwork roads;
    private Lattice lattice;
    private double[] through = new double[0];
    private double least;

    Rivals(RoadNetwork roads) {
        this.roads = roads;
    }

    /** Prices, for every state, the cheapest sequence through the whole trace that it is part of. */
    void weigh(Viterbi viterbi) {
        lattice = viterbi.lattice();
        if (through.length < lattice.states) {
            through = new double[Integer.highestOneBit(lattice.states) * 2];
        }
        Arrays.fill(through, 0, lattice.states, Double.POSITIVE_INFINITY);
        least = Double.POSITIVE_INFINITY;
        for (int layer = viterbi.earliestLast(); layer < lattice.layers; layer++) {
            double ending = viterbi.costOfEndingAt(layer);
            for (int s = lattice.first[layer]; s < lattice.first[layer + 1]; s++) {
                through[s] = lattice.cost[s] + ending;
                least = Math.min(least, through[s]);
            }
        }
        for (int m = lattice.moves - 1; m >= 0; m--) {
            int to = lattice.moveTo[m];
            int from = lattice.moveFrom[m];
            double whole = through[to] + lattice.moveCost[m] - lattice.cost[to];
            if (from < 0) {
                breakAfter(~from, whole);
            } else if (whole < through[from]) {
                through[from] = whole;
            }
        }
    }

    /** Whichever state a path ends in before a break, the break costs the same. */
    private void breakAfter(int state, double whole) {
        int found = Arrays.binarySearch(lattice.first, 0, lattice.layers, state);
        int layer = found >= 0 ? found : -found - 2;
        double rest = whole - lattice.cost[state];
        for (int s = lattice.first[layer]; s < lattice.first[layer + 1]; s++) {
            through[s] = Math.min(through[s], lattice.cost[s] + rest);
        }
    }

    /**
     * What the cheapest sequence costs, above the chosen one, that has a fix elsewhere than on the path. An edge just
     * before or behind the fix's own, where the path goes over it, is on the path: at junctions several are alike.
     *
     * @param from edge of the path that the fix before lies on, or -1 where there is none
     * @param to edge of the path that the fix after lies on, or -1
     * @return from 0 to {@link Lattice#RIVAL_COST}
     */
    double margin(int layer, PathAssembly path, int from, int to) {
        double margin = Lattice.RIVAL_COST;
        for (int s = lattice.first[layer]; s < lattice.first[layer + 1]; s++) {
            if (through[s] - least < margin && !isOnPath(lattice.edge[s], path, from, to)) {
                margin = Math.max(0, through[s] - least);
            }
        }
        return margin;
    }

    private boolean isOnPath(int edge, PathAssembly path, int from, int to) {
        int last = to < 0 ? path.count() - 1 : to;
        for (int k = Math.max(0, from); k <= last; k++) {
            if (path.edge(k) == edge) {
                return true;
            }
        }
        return (from < 0 && leadsOnto(edge, path.edge(0))) || (to < 0 && leadsOnto(path.edge(last), edge));
    }

    private boolean leadsOnto(int edge, int next) {
        return roads.endJunction(edge) == roads.startJunction(next) && roads.opposite(edge) != next;
    }
}
