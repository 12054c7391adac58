package org.trips.matching;

import java.util.ArrayList;
import java.util.List;
import org.trips.matching.RealDrive.DrivenWay;
import org.trips.roads.RoadNetwork;

/**
 * Newson and Krumm's route mismatch fraction: (length missed + length added) ÷ true length, over the longest common
 * sequence of directed ways. So a way in the wrong direction, twice, or in another order counts against the matcher.
 */
final class RouteMismatch {
    /** What a path touches by less than this at a junction is drawing and not driving. */
    private static final double TOUCHED_METRES = 1;

    private final List<DrivenWay> truth;
    private final RoadNetwork roads;

    RouteMismatch(RoadNetwork roads, List<DrivenWay> truth) {
        this.roads = roads;
        this.truth = truth;
    }

    double fraction(MatchedTrace matched) {
        List<DrivenWay> driven = driven(matched);
        double[][] common = common(driven);
        double missed = 0;
        double added = 0;
        double addedSinceCommon = 0;
        boolean anyCommon = false;
        int t = 0;
        int d = 0;
        while (t < truth.size() || d < driven.size()) {
            if (t < truth.size() && d < driven.size() && same(t, driven.get(d))) {
                added += anyCommon ? addedSinceCommon : judged(addedSinceCommon);
                addedSinceCommon = 0;
                anyCommon = true;
                t++;
                d++;
            } else if (t == truth.size() || (d < driven.size() && common[t][d + 1] >= common[t + 1][d])) {
                addedSinceCommon += driven.get(d++).metres();
            } else {
                missed += truth.get(t++).metres();
            }
        }
        added += judged(addedSinceCommon);
        return (missed + added) / truth.stream().mapToDouble(DrivenWay::metres).sum();
    }

    private static double judged(double addedAtAnEnd) {
        return Math.max(0, addedAtAnEnd - RealDrive.UNJUDGED_METRES);
    }

    private List<DrivenWay> driven(MatchedTrace matched) {
        List<DrivenWay> driven = new ArrayList<>();
        for (MatchedPath path : matched.paths()) {
            for (int k = 0; k < path.edgeCount(); k++) {
                long way = roads.wayId(path.edge(k));
                boolean forward = roads.forward(path.edge(k));
                double metres = path.endMetres(k) - path.startMetres(k);
                int last = driven.size() - 1;
                if (last >= 0 && driven.get(last).is(way, forward)) {
                    driven.set(
                            last, new DrivenWay(way, forward, driven.get(last).metres() + metres));
                } else if (metres > TOUCHED_METRES) {
                    driven.add(new DrivenWay(way, forward, metres));
                }
            }
        }
        return driven;
    }

    /** Length of the longest common sequence of what follows from entry t of the truth and entry d of the drive. */
    private double[][] common(List<DrivenWay> driven) {
        double[][] common = new double[truth.size() + 1][driven.size() + 1];
        for (int t = truth.size() - 1; t >= 0; t--) {
            for (int d = driven.size() - 1; d >= 0; d--) {
                common[t][d] = same(t, driven.get(d))
                        ? common[t + 1][d + 1] + truth.get(t).metres()
                        : Math.max(common[t + 1][d], common[t][d + 1]);
            }
        }
        return common;
    }

    private boolean same(int t, DrivenWay way) {
        return truth.get(t).is(way.way(), way.forward());
    }
}
