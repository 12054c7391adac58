package org.trips.matching;

import org.trips.matching.Lattice.Move;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RouteSearch;

/**
 * Finds the most likely sequence of states over a whole trace (Viterbi). A fix that fits badly may be left out, at a
 * price: layers after it are then also reached from those before it. Where no road connects in the time there was, the
 * sequence breaks and goes on. Reused from trace to trace, not thread-safe.
 */
final class Viterbi {
    /** A break costs more than leaving out a fix or two, and less than leaving out many. */
    static final double BREAK_OUTLIERS = 3.5;
    /** So many fixes in a row can be outliers. */
    private static final int MOST_LEFT_OUT = 5;
    /** Faults of devices last some seconds: each outlier after the first costs this share of one alone. */
    private static final double FURTHER_OUTLIER_SHARE = 0.65;
    /** But fixes further apart do not go wrong together. */
    private static final double SAME_FAULT_SECONDS = 10;
    /** A layer whose fit costs this share of an outlier may be one. */
    private static final double SUSPICIOUS_SHARE = 0.5;

    /** The fix has no road near. */
    static final int NO_LAYER = -1;

    private final MatchingParameters parameters;
    private final Candidates candidates;
    private final Transitions transitions;
    private final Lattice lattice = new Lattice();
    private Fixes fixes;
    private int[] layerOf = new int[0];
    private int[] chosen = new int[0];

    Viterbi(RoadNetwork roads, MatchingParameters parameters, RouteSearch routes, boolean exhaustive) {
        this.parameters = parameters;
        candidates = new Candidates(roads, parameters);
        transitions = new Transitions(roads, parameters, routes, exhaustive);
    }

    /**
     * Decides for every layer of the trace. The last fix is one in any case: there the drive ends. Fixes without a road
     * near get their reason.
     */
    void run(Fixes ofTrace, UnmatchedReason[] reason) {
        fixes = ofTrace;
        lattice.clear();
        transitions.read(fixes);
        if (layerOf.length < fixes.size()) {
            layerOf = new int[Integer.highestOneBit(fixes.size()) * 2];
        }
        int used = -1;
        for (int f = 0; f < fixes.size(); f++) {
            layerOf[f] = NO_LAYER;
            if (used >= 0 && f < fixes.size() - 1 && isRedundant(used, f)) {
                layerOf[f] = lattice.layers - 1;
            } else if (candidates.addLayer(fixes, f, lattice)) {
                layerOf[f] = lattice.layers - 1;
                used = f;
                decide(lattice.layers - 1);
            } else {
                reason[fixes.point(f)] = UnmatchedReason.NO_ROAD_NEAR;
            }
        }
        chooseBackwards();
    }

    Lattice lattice() {
        return lattice;
    }

    /** The layer a fix stands for, or the one it adds nothing to, or {@link #NO_LAYER}. */
    int layerOf(int f) {
        return layerOf[f];
    }

    /** The state chosen for a layer, or -1 where its fix is an outlier. */
    int chosen(int layer) {
        return chosen[layer];
    }

    /** The first layer from this one on that has a state, or the number of layers where none has. */
    int nextChosen(int from) {
        int layer = from;
        while (layer < lattice.layers && chosen[layer] < 0) {
            layer++;
        }
        return layer;
    }

    private boolean isRedundant(int used, int f) {
        return fixes.metres(used, f) < parameters.redundantSigmas() * fixes.sigma(f);
    }

    private void decide(int layer) {
        if (layer == 0) {
            start(layer, -1, 0);
        } else {
            reach(layer);
        }
        lattice.decide(layer);
    }

    private void reach(int layer) {
        int earliest = earliestBefore(layer);
        int last = cheapestBefore(layer);
        double before = costUpTo(last, layer);
        transitions.connect(lattice, layer - 1, layer, 0, false);
        // What fits so well is reached by no gap and worth no break either.
        if (lattice.leastCost(layer) <= before + SUSPICIOUS_SHARE * parameters.outlierCost()) {
            return;
        }
        for (int from = layer - 2; from >= earliest; from--) {
            if (costUpTo(from, layer) < lattice.leastCost(layer) + parameters.outlierCost()) {
                transitions.connect(lattice, from, layer, leftOutCost(from, layer), false);
            }
        }
        if (lattice.leastCost(layer) == Double.POSITIVE_INFINITY) {
            for (int from = layer - 1; from >= earliest; from--) {
                transitions.connect(lattice, from, layer, leftOutCost(from, layer), true);
            }
        }
        double breaking = before + BREAK_OUTLIERS * parameters.outlierCost();
        if (lattice.leastCost(layer) > breaking) {
            start(layer, lattice.best[last], breaking);
        }
    }

    /** The first layer from which a later one may be reached. */
    private static int earliestBefore(int layer) {
        return Math.max(0, layer - 1 - MOST_LEFT_OUT);
    }

    private double leftOutCost(int from, int to) {
        int leftOut = to - from - 1;
        if (leftOut == 0) {
            return 0;
        }
        boolean oneFault = fixes.seconds(lattice.fix[from], lattice.fix[to - 1]) <= SAME_FAULT_SECONDS * leftOut;
        double further = (oneFault ? FURTHER_OUTLIER_SHARE : 1) * (leftOut - 1);
        return (1 + further) * parameters.outlierCost();
    }

    /** The layer from which a later one is reached at the least cost, the road between not counted. */
    private int cheapestBefore(int layer) {
        int cheapest = layer - 1;
        double least = costUpTo(cheapest, layer);
        for (int from = layer - 2; from >= earliestBefore(layer); from--) {
            // Nearly always one outlier alone is too dear.
            if (lattice.cost[lattice.best[from]] + parameters.outlierCost() < least) {
                double cost = costUpTo(from, layer);
                if (cost < least) {
                    least = cost;
                    cheapest = from;
                }
            }
        }
        return cheapest;
    }

    private double costUpTo(int from, int layer) {
        return lattice.cost[lattice.best[from]] + leftOutCost(from, layer);
    }

    /** The first layer that may be the last one of the trace that is used. */
    int earliestLast() {
        return earliestBefore(lattice.layers);
    }

    /** What it costs that all layers after this one are left out. */
    double costOfEndingAt(int layer) {
        return leftOutCost(layer, lattice.layers);
    }

    private void start(int layer, int from, double cost) {
        for (int s = lattice.first[layer]; s < lattice.first[layer + 1]; s++) {
            lattice.offer(from, s, cost + lattice.emission[s], Move.START, 0, 0, 0);
        }
    }

    private void chooseBackwards() {
        if (chosen.length < lattice.layers) {
            chosen = new int[Integer.highestOneBit(lattice.layers) * 2];
        }
        int state = lattice.layers == 0 ? -1 : lattice.best[cheapestBefore(lattice.layers)];
        for (int layer = lattice.layers - 1; layer >= 0; layer--) {
            if (state >= lattice.first[layer]) {
                chosen[layer] = state;
                state = lattice.back[state];
            } else {
                chosen[layer] = -1;
            }
        }
    }
}
