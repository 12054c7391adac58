package org.trips.roads;

import java.nio.IntBuffer;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.trips.roads.RoadFile.LimitEdges;
import org.trips.roads.RoadFile.Section;

/** The limits for some vehicles or hours, of the few edges that have some, as they lie in the road file. Thread-safe. */
final class VaryingLimits {
    /** Before an edge's rules stands how many there are. */
    static final int COUNT_INTS = 1;
    /** Of each rule: {@link LimitRule#attributes} and {@link LimitRule#minutes}. */
    static final int RULE_INTS = 2;

    private final IntBuffer edges;
    private final IntBuffer rules;
    private final int edgeCount;

    VaryingLimits(RoadFile file) {
        edges = file.ints(Section.LIMIT_EDGES);
        rules = file.ints(Section.LIMIT_RULES);
        edgeCount = edges.capacity() / Section.LIMIT_EDGES.stride;
    }

    /** The rules of an edge that is known to have some. */
    List<LimitRule> of(int edge) {
        int place = place(edge);
        return IntStream.range(0, rules.get(place))
                .mapToObj(i -> rule(place, i))
                .toList();
    }

    /**
     * What holds on such an edge.
     *
     * @param otherwiseKmh where no rule does
     * @param local null where nobody knows what time it was there
     */
    SpeedLimit inForce(int edge, int otherwiseKmh, TransportMode mode, LocalDateTime local) {
        int place = place(edge);
        boolean doubtful = false;
        for (int i = 0; i < rules.get(place); i++) {
            LimitRule rule = rule(place, i);
            boolean always = rule.hours().isAlways();
            boolean mayHold = always || local == null || rule.hours().contains(local);
            if (rule.isFor(mode) && mayHold) {
                if (!rule.undecidable() && (always || local != null)) {
                    return new SpeedLimit(rule.limitKmh(), !always, doubtful);
                }
                doubtful = true;
            }
        }
        return new SpeedLimit(otherwiseKmh, false, doubtful);
    }

    private LimitRule rule(int place, int i) {
        int at = place + COUNT_INTS + i * RULE_INTS;
        return LimitRule.of(rules.get(at), rules.get(at + 1));
    }

    private int place(int edge) {
        int low = 0;
        int high = edgeCount - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges.get(middle * Section.LIMIT_EDGES.stride + LimitEdges.EDGE) < edge) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return edges.get(low * Section.LIMIT_EDGES.stride + LimitEdges.RULES);
    }
}
