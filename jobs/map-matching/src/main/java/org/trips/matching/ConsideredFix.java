package org.trips.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.trips.roads.RoadNetwork;

/**
 * What the matcher weighed for one point of a trace. Points that add nothing to the one before have no entry of their
 * own. Immutable.
 *
 * @param point index in the trace
 * @param edges where the point may have been, the nearest first
 * @param chosen which of them was taken, or -1 where none was: an outlier
 */
public record ConsideredFix(int point, List<ConsideredEdge> edges, int chosen) {
    /** The index for a point that was not taken to be anywhere. */
    public static final int NONE = -1;

    public ConsideredFix {
        edges = List.copyOf(edges);
    }

    /** All that was weighed in the last run of the search, in order of time. */
    static List<ConsideredFix> of(Viterbi viterbi, Fixes fixes, RoadNetwork roads) {
        Lattice lattice = viterbi.lattice();
        Geometry geometry = new Geometry(roads);
        List<ConsideredFix> considered = new ArrayList<>(lattice.layers);
        for (int layer = 0; layer < lattice.layers; layer++) {
            List<ConsideredEdge> edges = new ArrayList<>();
            for (int state = lattice.first[layer]; state < lattice.first[layer + 1]; state++) {
                geometry.place(lattice.edge[state], lattice.metresAlong[state]);
                edges.add(new ConsideredEdge(
                        lattice.edge[state],
                        geometry.latitude(),
                        geometry.longitude(),
                        lattice.emission[state],
                        lattice.cost[state],
                        lattice.move[state].name().toLowerCase(Locale.ROOT)));
            }
            int chosen = viterbi.chosen(layer);
            considered.add(new ConsideredFix(
                    fixes.point(lattice.fix[layer]), edges, chosen < 0 ? NONE : chosen - lattice.first[layer]));
        }
        return considered;
    }
}
