package org.trips.matching;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a path on which the car was not seen, as in a tunnel: the way between is the likeliest, not the one
 * observed.
 *
 * @param path index of the path in {@link MatchedTrace#paths}
 * @param pointBefore index in the trace of the last point with a place on the road before the gap
 * @param pointAfter index in the trace of the first one after it
 * @param seconds between the two
 * @param metres of the path between the two
 */
public record BridgedGap(int path, int pointBefore, int pointAfter, double seconds, double metres) {
    private static final double MILLIS = 1_000;

    /**
     * All gaps of a match, in driving order.
     *
     * @param trace that was matched
     * @param longerThanSeconds how long nothing must have been seen; where fixes are this sparse, all is gaps
     */
    public static List<BridgedGap> of(MatchedTrace matched, Trace trace, double longerThanSeconds) {
        List<BridgedGap> gaps = new ArrayList<>();
        int before = -1;
        for (int i = 0; i < matched.size(); i++) {
            if (matched.pathOf(i) < 0) {
                continue;
            }
            if (before >= 0 && matched.pathOf(before) == matched.pathOf(i)) {
                double seconds = (trace.timeMillis(i) - trace.timeMillis(before)) / MILLIS;
                if (seconds > longerThanSeconds) {
                    double metres = matched.metresAlongPath(i) - matched.metresAlongPath(before);
                    gaps.add(new BridgedGap(matched.pathOf(i), before, i, seconds, metres));
                }
            }
            before = i;
        }
        return gaps;
    }
}
