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
    private static final double BREAK_OUTLIERS = 3.5;
    /** Layers that a later one may be reached from: fixes in a row that can be left out, and one. */
    private static final int MOST_ANCHORS = 6;
    /** A layer whose fit costs this share of an outlier may be one. */
    private static final double SUSPICIOUS_SHARE = 0.5;

    /** The fix has no road near. */
    static final int NO_LAYER = -1;

    private final MatchingParameters parameters;
    private final Candidates candidates;
    private final Transitions transitions;
    private final Lattice lattice = new Lattice();
    private final int[] anchors = new int[MOST_ANCHORS];
    private int anchorCount;
    private int[] layerOf = new int[0];
    private int[] chosen = new int[0];

    Viterbi(RoadNetwork roads, MatchingParameters parameters, RouteSearch routes) {
        this.parameters = parameters;
        candidates = new Candidates(roads, parameters);
        transitions = new Transitions(roads, parameters, routes);
    }

    /** Decides for every layer of the trace. The last fix is one in any case: there the drive ends. Fixes without a road near get their reason. */
    void run(Fixes fixes, UnmatchedReason[] reason) {
        lattice.clear();
        if (layerOf.length < fixes.size()) {
            layerOf = new int[Integer.highestOneBit(fixes.size()) * 2];
        }
        int used = -1;
        for (int f = 0; f < fixes.size(); f++) {
            layerOf[f] = NO_LAYER;
            if (used >= 0 && f < fixes.size() - 1 && isRedundant(fixes, used, f)) {
                layerOf[f] = lattice.layers - 1;
            } else if (candidates.addLayer(fixes, f, lattice)) {
                layerOf[f] = lattice.layers - 1;
                used = f;
                decide(fixes, lattice.layers - 1);
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

    private boolean isRedundant(Fixes fixes, int used, int f) {
        return fixes.metres(used, f) < parameters.redundantSigmas() * fixes.sigma(f);
    }

    private void decide(Fixes fixes, int layer) {
        if (layer == 0) {
            start(layer, -1, 0);
            anchors[0] = layer;
            anchorCount = 1;
            return;
        }
        connect(fixes, layer, false);
        if (lattice.cost[lattice.best(layer)] == Double.POSITIVE_INFINITY) {
            connect(fixes, layer, true);
        }
        double before = lattice.cost[lattice.best(anchors[0])];
        if (lattice.cost[lattice.best(layer)] == Double.POSITIVE_INFINITY) {
            breakBefore(layer);
        }
        double after = lattice.cost[lattice.best(layer)];
        boolean suspicious = after - before > SUSPICIOUS_SHARE * parameters.outlierCost();
        anchorCount = suspicious ? Math.min(MOST_ANCHORS, anchorCount + 1) : 1;
        System.arraycopy(anchors, 0, anchors, 1, anchorCount - 1);
        anchors[0] = layer;
    }

    private void connect(Fixes fixes, int layer, boolean far) {
        for (int i = 0; i < anchorCount; i++) {
            transitions.connect(lattice, fixes, anchors[i], layer, leftOutCost(anchors[i], layer), far);
        }
    }

    private double leftOutCost(int from, int to) {
        return (to - from - 1) * parameters.outlierCost();
    }

    private void breakBefore(int layer) {
        int from = -1;
        double cheapest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < anchorCount; i++) {
            int best = lattice.best(anchors[i]);
            double cost = lattice.cost[best] + leftOutCost(anchors[i], layer);
            if (cost < cheapest) {
                cheapest = cost;
                from = best;
            }
        }
        start(layer, from, cheapest + BREAK_OUTLIERS * parameters.outlierCost());
    }

    private void start(int layer, int from, double cost) {
        for (int s = lattice.first[layer]; s < lattice.first[layer + 1]; s++) {
            lattice.offer(from, s, cost + lattice.emission[s], Move.START, 0, 0);
        }
    }

    private void chooseBackwards() {
        if (chosen.length < lattice.layers) {
            chosen = new int[Integer.highestOneBit(lattice.layers) * 2];
        }
        int state = lattice.layers == 0 ? -1 : cheapestEnd();
        for (int layer = lattice.layers - 1; layer >= 0; layer--) {
            if (state >= lattice.first[layer]) {
                chosen[layer] = state;
                state = lattice.back[state];
            } else {
                chosen[layer] = -1;
            }
        }
    }

    /** The last fixes may be outliers too. */
    private int cheapestEnd() {
        int end = lattice.best(lattice.layers - 1);
        double cheapest = lattice.cost[end];
        for (int i = 1; i < anchorCount; i++) {
            int best = lattice.best(anchors[i]);
            double cost = lattice.cost[best] + leftOutCost(anchors[i], lattice.layers);
            if (cost < cheapest) {
                cheapest = cost;
                end = best;
            }
        }
        return end;
    }
}
