package org.trips.roads;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of turn restrictions and barriers on their way into a road file.
 *
 * @param restrictions those that forbid a turn which the roads have
 * @param dropped the others; only reasons that occur
 * @param closed barriers no car passes, between two roads
 * @param gates likewise, passed by some
 * @param idleBarriers at larger junctions, where nobody can tell which of the roads they stand on, and where a road ends
 */
public record WrittenTurns(
        int restrictions, Map<DroppedRestriction, Integer> dropped, int closed, int gates, int idleBarriers) {
    public WrittenTurns {
        Map<DroppedRestriction, Integer> copy = new EnumMap<>(DroppedRestriction.class);
        copy.putAll(dropped);
        dropped = Collections.unmodifiableMap(copy);
    }

    /** The same with those that were dropped before roads were made. */
    public WrittenTurns plusDropped(Map<DroppedRestriction, Integer> before) {
        Map<DroppedRestriction, Integer> all = new EnumMap<>(DroppedRestriction.class);
        all.putAll(dropped);
        before.forEach((reason, count) -> all.merge(reason, count, Integer::sum));
        return new WrittenTurns(restrictions, all, closed, gates, idleBarriers);
    }
}
