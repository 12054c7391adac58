package org.trips.matching.evaluation;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;

/**
 * Which pieces of a true and a driven route belong together: the longest common sequence in driving order. So a road in
 * the wrong direction, twice, or in another order counts against the matcher. Not thread-safe.
 */
final class CommonPieces {
    /** So much at both ends of the true route is not judged: the ends are projections of noisy fixes. */
    static final double UNJUDGED_METRES = 25;

    private final Pieces truth;
    private final Pieces driven;
    private final LongArrayList pairs = new LongArrayList();
    private final BitSet found = new BitSet();
    private final BitSet common = new BitSet();

    CommonPieces(Pieces truth, Pieces driven) {
        this.truth = truth;
        this.driven = driven;
    }

    /** A true and a driven piece that may stand for each other. */
    void mayPair(int truePiece, int drivenPiece) {
        // Of one true piece the later driven ones come first, so that no two of them follow each other in a sequence.
        pairs.add(((long) truePiece << Integer.SIZE) | (Integer.MAX_VALUE - drivenPiece));
    }

    /**
     * Decides which pairs are taken, by the most metres of truth: a heaviest increasing subsequence over the pairs.
     *
     * @param closedMetres pieces between two pairs belong together too where they are no longer than this on both sides
     */
    void choose(double closedMetres) {
        long[] sorted = pairs.toArray();
        Arrays.sort(sorted);
        int[] before = new int[sorted.length];
        double[] weight = new double[sorted.length];
        HeaviestUpTo heaviest = new HeaviestUpTo(driven.count(), weight);
        for (int i = 0; i < sorted.length; i++) {
            before[i] = heaviest.below(drivenPiece(sorted[i]));
            weight[i] = truth.metres(truePiece(sorted[i])) + (before[i] < 0 ? 0 : weight[before[i]]);
            heaviest.add(drivenPiece(sorted[i]), i);
        }
        IntArrayList chain = new IntArrayList();
        for (int i = heaviest.below(driven.count()); i >= 0; i = before[i]) {
            chain.add(i);
        }
        for (int i = 0; i < chain.size(); i++) {
            int t = truePiece(sorted[chain.get(i)]);
            int d = drivenPiece(sorted[chain.get(i)]);
            found.set(t);
            common.set(d);
            if (i > 0) {
                close(t, truePiece(sorted[chain.get(i - 1)]), d, drivenPiece(sorted[chain.get(i - 1)]), closedMetres);
            }
        }
    }

    private void close(int t, int nextTrue, int d, int nextDriven, double closedMetres) {
        if (driven.path(d) == driven.path(nextDriven)
                && truth.start(nextTrue) - truth.end(t) <= closedMetres
                && driven.start(nextDriven) - driven.end(d) <= closedMetres) {
            found.set(t, nextTrue);
            common.set(d, nextDriven);
        }
    }

    RouteScore score(MatchedTrace matched) {
        int placed = 0;
        int rightPoints = 0;
        for (int i = 0; i < matched.size(); i++) {
            if (matched.edge(i) >= 0) {
                placed++;
                rightPoints += isRight(matched.pathOf(i), matched.metresAlongPath(i)) ? 1 : 0;
            }
        }
        return new RouteScore(
                1,
                truth.totalMetres(),
                missedMetres(),
                addedMetres(),
                matched.size(),
                placed,
                rightPoints,
                Math.max(0, matched.paths().size() - 1),
                matched.paths().size() == 1 ? 0 : 1);
    }

    double mismatch() {
        return (missedMetres() + addedMetres()) / truth.totalMetres();
    }

    private double missedMetres() {
        double missed = 0;
        for (int t = found.nextClearBit(0); t < truth.count(); t = found.nextClearBit(t + 1)) {
            double from = Math.max(truth.start(t), UNJUDGED_METRES);
            double to = Math.min(truth.end(t), truth.totalMetres() - UNJUDGED_METRES);
            missed += Math.max(0, to - from);
        }
        return missed;
    }

    /** What was driven just before the first common piece or just after the last is an end, and not judged. */
    private double addedMetres() {
        double added = 0;
        for (int d = common.nextClearBit(0); d < driven.count(); d = common.nextClearBit(d + 1)) {
            added += addedMetres(d);
        }
        return added;
    }

    private double addedMetres(int d) {
        double from = driven.start(d);
        double to = driven.end(d);
        if (isBeforeCommon(d)) {
            to = Math.min(to, firstCommonMetres() - UNJUDGED_METRES);
        } else if (isAfterCommon(d)) {
            from = Math.max(from, lastCommonMetres() + UNJUDGED_METRES);
        }
        return Math.max(0, to - from);
    }

    /** How much of each edge of the paths driven is judged, and how much of that is right. */
    List<JudgedEdge> judge(MatchedTrace matched) {
        List<JudgedEdge> judged = new ArrayList<>();
        int d = 0;
        for (int p = 0; p < matched.paths().size(); p++) {
            MatchedPath path = matched.paths().get(p);
            for (int k = 0; k < path.edgeCount(); k++) {
                double end = path.pathMetresAtStart(k) + path.endMetres(k) - path.startMetres(k);
                double right = 0;
                double wrong = 0;
                while (d < driven.count() && driven.path(d) == p && isBefore(d, k == path.edgeCount() - 1, end)) {
                    if (common.get(d)) {
                        right += driven.metres(d);
                    } else {
                        wrong += addedMetres(d);
                    }
                    d++;
                }
                judged.add(new JudgedEdge(p, k, right + wrong, right));
            }
        }
        return judged;
    }

    /** Whether a piece lies, with its middle, before a place of its path; all do where that is the path's end. */
    private boolean isBefore(int d, boolean pathEnd, double metresAlongPath) {
        return pathEnd || driven.metresAlongPath(d) + driven.metres(d) / 2 < metresAlongPath;
    }

    private boolean isRight(int path, double metresAlongPath) {
        int first = driven.firstAt(path, metresAlongPath);
        for (int d = first; driven.touches(d, path, metresAlongPath); d++) {
            boolean atAnEnd = isBeforeCommon(d)
                    ? driven.end(d) > firstCommonMetres() - UNJUDGED_METRES
                    : isAfterCommon(d) && driven.start(d) < lastCommonMetres() + UNJUDGED_METRES;
            if (common.get(d) || atAnEnd) {
                return true;
            }
        }
        return false;
    }

    private boolean isBeforeCommon(int d) {
        return !common.isEmpty() && d < common.nextSetBit(0);
    }

    private boolean isAfterCommon(int d) {
        return !common.isEmpty() && d > common.length() - 1;
    }

    private double firstCommonMetres() {
        return driven.start(common.nextSetBit(0));
    }

    private double lastCommonMetres() {
        return driven.end(common.length() - 1);
    }

    private static int truePiece(long pair) {
        return (int) (pair >>> Integer.SIZE);
    }

    private static int drivenPiece(long pair) {
        return Integer.MAX_VALUE - (int) pair;
    }
}
