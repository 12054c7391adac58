package org.trips.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;

/**
 * A part of a path that may well have been driven otherwise: neighbouring edges each less than 70 % sure.
 *
 * @param pointBefore index in the trace of the last point at or before its beginning
 * @param pointAfter index of the first one at or after its end
 * @param confidence the share of its length that is likely right
 */
record UnsureStretch(int pointBefore, int pointAfter, double metres, double confidence) {
    /** The page's legend draws the line there too. */
    private static final double SURE = 0.7;

    static List<UnsureStretch> of(MatchedTrace matched) {
        List<UnsureStretch> stretches = new ArrayList<>();
        for (MatchedPath path : matched.paths()) {
            int k = 0;
            while (k < path.edgeCount()) {
                int next = k;
                double right = 0;
                double metres = 0;
                while (next < path.edgeCount() && path.confidence(next) < SURE) {
                    double driven = path.endMetres(next) - path.startMetres(next);
                    right += path.confidence(next) * driven;
                    metres += driven;
                    next++;
                }
                if (metres > 0) {
                    double from = path.pathMetresAtStart(k);
                    stretches.add(between(from, from + metres, right / metres, path, matched));
                }
                k = next + 1;
            }
        }
        return stretches;
    }

    private static UnsureStretch between(
            double from, double to, double confidence, MatchedPath path, MatchedTrace matched) {
        int before = path.firstPoint();
        int after = path.lastPoint();
        for (int i = path.firstPoint(); i <= path.lastPoint(); i++) {
            double metres = matched.metresAlongPath(i); // NaN where the point has no place
            if (metres <= from) {
                before = i;
            }
            if (metres >= to) {
                after = Math.min(after, i);
            }
        }
        return new UnsureStretch(before, after, to - from, confidence);
    }
}
