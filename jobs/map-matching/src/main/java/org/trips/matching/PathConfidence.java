package org.trips.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RouteSearch;

/**
 * How sure each edge of the paths of one trace is, by what the search weighed. Reused from trace to trace, not
 * thread-safe.
 */
final class PathConfidence {
    private static final int FIRST_CAPACITY = 256;
    private static final int NONE = -1;

    private final Rivals rivals;
    private final OtherWay otherWay;
    private final double[] terms = new double[ConfidenceEvidence.TERMS];
    private final List<Kept> kept = new ArrayList<>();
    /** Rows of the paths before. */
    private int begin;

    private int count;
    private boolean[] between = new boolean[FIRST_CAPACITY];
    private double[] margin = new double[FIRST_CAPACITY];
    private double[] emission = new double[FIRST_CAPACITY];
    private double[] unseenSeconds = new double[FIRST_CAPACITY];
    private double[] detourShare = new double[FIRST_CAPACITY];

    /** Which rows are those of a path that was kept. */
    private record Kept(int first, int edges) {}

    PathConfidence(RoadNetwork roads, RouteSearch routes) {
        rivals = new Rivals(roads);
        otherWay = new OtherWay(routes);
    }

    /** Takes up a trace. */
    void begin() {
        kept.clear();
        count = 0;
    }

    /** Takes up a piece of it, whose states have been chosen. */
    void beginPiece(Viterbi viterbi) {
        rivals.weigh(viterbi);
    }

    /** Judges the path assembled last, from one layer to another. */
    void judge(Viterbi viterbi, PathAssembly path, Fixes fixes, int firstLayer, int lastLayer) {
        begin = count;
        count += path.count();
        reserve();
        Arrays.fill(between, begin, count, true);
        int before = NONE;
        int layer = firstLayer;
        double marginBefore = 0;
        while (layer != NONE) {
            int next = viterbi.nextChosen(layer + 1);
            int after = next <= lastLayer ? next : NONE;
            int place = path.placeOfLayer(layer);
            int placeBefore = before == NONE ? NONE : path.placeOfLayer(before);
            double here = rivals.margin(layer, path, placeBefore, after == NONE ? NONE : path.placeOfLayer(after));
            addFix(begin + place, here, viterbi.lattice().emission[viterbi.chosen(layer)]);
            if (before != NONE && place > placeBefore + 1) {
                fillBetween(viterbi, path, fixes, before, layer, Math.min(marginBefore, here));
            }
            before = layer;
            marginBefore = here;
            layer = after;
        }
    }

    private void addFix(int row, double marginOfFix, double emissionOfFix) {
        margin[row] = between[row] ? marginOfFix : Math.max(margin[row], marginOfFix);
        emission[row] = between[row] ? emissionOfFix : Math.min(emission[row], emissionOfFix);
        unseenSeconds[row] = 0;
        detourShare[row] = Double.POSITIVE_INFINITY;
        between[row] = false;
    }

    private void fillBetween(
            Viterbi viterbi, PathAssembly path, Fixes fixes, int before, int layer, double marginOfBoth) {
        Lattice lattice = viterbi.lattice();
        int beforeState = viterbi.chosen(before);
        int state = viterbi.chosen(layer);
        int from = path.placeOfLayer(before);
        int to = path.placeOfLayer(layer);
        double worseEmission = Math.max(lattice.emission[beforeState], lattice.emission[state]);
        double unseen = fixes.longestUnseen(lattice.fix[before], lattice.fix[layer]);
        // A car that is seen all the time has no time for another way, or the search has found it.
        boolean free = unseen > Transitions.DENSE_SECONDS;
        if (free) {
            otherWay.search(lattice, path, beforeState, state, layer, from, to);
        }
        for (int k = from + 1; k < to; k++) {
            margin[begin + k] = marginOfBoth;
            emission[begin + k] = worseEmission;
            unseenSeconds[begin + k] = unseen;
            detourShare[begin + k] = free ? otherWay.detourShareBeside(path.edge(k)) : Double.POSITIVE_INFINITY;
        }
    }

    private void reserve() {
        if (count > margin.length) {
            int capacity = Integer.highestOneBit(count) * 2;
            between = Arrays.copyOf(between, capacity);
            margin = Arrays.copyOf(margin, capacity);
            emission = Arrays.copyOf(emission, capacity);
            unseenSeconds = Arrays.copyOf(unseenSeconds, capacity);
            detourShare = Arrays.copyOf(detourShare, capacity);
        }
    }

    /** The confidence in edges of the path judged last, which becomes the trace's next path. */
    double[] keep(int firstEdge, int edges) {
        kept.add(new Kept(begin + firstEdge, edges));
        double[] confidence = new double[edges];
        for (int k = 0; k < edges; k++) {
            int row = begin + firstEdge + k;
            ConfidenceEvidence.writeTerms(
                    between[row], margin[row], emission[row], unseenSeconds[row], detourShare[row], terms);
            confidence[k] = ConfidenceEvidence.confidence(terms);
        }
        return confidence;
    }

    /** What the confidence in the edges of a path that was kept rests on. */
    List<ConfidenceEvidence> evidence(int path) {
        Kept rows = kept.get(path);
        List<ConfidenceEvidence> evidence = new ArrayList<>(rows.edges());
        for (int row = rows.first(); row < rows.first() + rows.edges(); row++) {
            evidence.add(new ConfidenceEvidence(
                    between[row], margin[row], emission[row], unseenSeconds[row], detourShare[row]));
        }
        return evidence;
    }
}
