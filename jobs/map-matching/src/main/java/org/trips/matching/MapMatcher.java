package org.trips.matching;

import java.util.ArrayList;
import java.util.List;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RouteSearch;

/**
 * Finds the roads a car drove from its fixes: a hidden Markov model after Newson and Krumm (2009), decoded over the
 * whole trace. The module's README tells the model. Not thread-safe: one per thread; its arrays are reused from trace to
 * trace.
 */
public final class MapMatcher {
    /**
     * A longer trace is matched in pieces, each a path of its own, for what the matcher holds of a trace grows with it and
     * stays. Seven hours at 10 Hz, three days at 1 Hz.
     */
    private static final int MOST_POINTS_AT_ONCE = 250_000;

    private final RoadNetwork roads;
    private final int mostPointsAtOnce;
    private final MatchingParameters parameters;
    private final Fixes fixes;
    private final Viterbi viterbi;
    private final PathAssembly assembly;
    private final PathConfidence confidence;
    private final Placement placement;

    public MapMatcher(RoadNetwork roads, MatchingParameters parameters) {
        this(roads, parameters, false);
    }

    /** With an exhaustive search, to show that the one that leaves out what cannot win finds the same. */
    MapMatcher(RoadNetwork roads, MatchingParameters parameters, boolean exhaustive) {
        this(roads, parameters, exhaustive, MOST_POINTS_AT_ONCE);
    }

    MapMatcher(RoadNetwork roads, MatchingParameters parameters, boolean exhaustive, int mostPointsAtOnce) {
        this.mostPointsAtOnce = mostPointsAtOnce;
        RouteSearch routes = new RouteSearch(roads);
        this.roads = roads;
        this.parameters = parameters;
        fixes = new Fixes(parameters);
        viterbi = new Viterbi(roads, parameters, routes, exhaustive);
        assembly = new PathAssembly(roads, routes);
        confidence = new PathConfidence(roads, routes);
        placement = new Placement(roads);
    }

    /** Matches one drive. Every point of the trace has its place on the road, or the reason why not. */
    public MatchedTrace match(Trace trace) {
        PlacedPoints points = new PlacedPoints(trace.size());
        List<MatchedPath> paths = new ArrayList<>();
        confidence.begin();
        int from = 0;
        do {
            int to = Math.min(trace.size(), from + mostPointsAtOnce);
            matchPiece(trace, from, to, points, paths);
            from = to;
        } while (from < trace.size());
        return new MatchedTrace(points, paths);
    }

    private void matchPiece(Trace trace, int from, int to, PlacedPoints points, List<MatchedPath> paths) {
        fixes.read(trace, from, to, points.reason);
        viterbi.run(fixes, points.reason);
        confidence.beginPiece(viterbi);
        Lattice lattice = viterbi.lattice();
        int layer = viterbi.nextChosen(0);
        int f = 0;
        boolean only = true;
        while (layer < lattice.layers) {
            int last = layer;
            int next = viterbi.nextChosen(layer + 1);
            while (next < lattice.layers && lattice.move[viterbi.chosen(next)] != Lattice.Move.START) {
                last = next;
                next = viterbi.nextChosen(next + 1);
            }
            only &= next >= lattice.layers;
            assembly.assemble(viterbi, layer, last);
            f = collect(layer, last, f, points.reason);
            if (placement.count() == 1 && !only) {
                points.reason[fixes.point(lattice.fix[layer])] = UnmatchedReason.OUTLIER;
            } else {
                confidence.judge(viterbi, assembly, fixes, layer, last);
                paths.add(placement.place(assembly, confidence, fixes, paths.size(), points));
            }
            layer = next;
        }
    }

    /**
     * What was weighed in the last match, point by point in order of time, to see why a match went where it went; of a
     * trace matched in pieces, the last one's.
     */
    public List<ConsideredFix> considered() {
        return ConsideredFix.of(viterbi, fixes, roads);
    }

    /** What the confidence in each edge of a path of the last match rests on, edge by edge. */
    public List<ConfidenceEvidence> evidence(int path) {
        return confidence.evidence(path);
    }

    /**
     * Hands the fixes from one layer to another to the placement, those between that the search left out as well.
     *
     * @return the first fix of the next path
     */
    private int collect(int firstLayer, int lastLayer, int firstFix, UnmatchedReason[] reason) {
        Lattice lattice = viterbi.lattice();
        placement.begin(fixes.size());
        int reached = -1;
        int next = firstLayer;
        int f = firstFix;
        for (; f < fixes.size(); f++) {
            int layer = viterbi.layerOf(f);
            if (layer == Viterbi.NO_LAYER) {
                continue;
            }
            boolean leftOut = viterbi.chosen(layer) < 0;
            if (layer > lastLayer && !leftOut) {
                break;
            }
            if (lattice.fix[layer] == f && !leftOut) {
                reached = assembly.placeOfLayer(layer);
                next = viterbi.nextChosen(layer + 1);
                placement.addAt(assembly, f, reached, lattice.metresAlong[viterbi.chosen(layer)]);
                continue;
            }
            int until = Math.min(next, lastLayer);
            if (!leftOut) {
                placement.addBetween(assembly, fixes, f, reached, assembly.placeOfLayer(until));
            } else if (layer < firstLayer || !addLeftOut(f, reached, until)) {
                reason[fixes.point(f)] = UnmatchedReason.OUTLIER;
            }
        }
        return f;
    }

    /** A fix the search left out is none the worse for it where it lies on the way that was found without it. */
    private boolean addLeftOut(int f, int reached, int untilLayer) {
        int last = assembly.placeOfLayer(untilLayer);
        double until = assembly.metresAt(last, viterbi.lattice().metresAlong[viterbi.chosen(untilLayer)]);
        double radius = parameters.searchSigmas() * fixes.sigma(f);
        return placement.addIfNear(assembly, fixes, f, reached, last, until, radius);
    }
}
