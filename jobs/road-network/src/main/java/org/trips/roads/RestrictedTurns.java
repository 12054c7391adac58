package org.trips.roads;

import com.carrotsearch.hppc.IntArrayList;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.trips.roads.RoadFile.Edges;
import org.trips.roads.RoadFile.Section;
import org.trips.roads.RoadFile.Turns;

/**
 * Turn restrictions and barriers as turns from edge to edge. A restriction that leaves open which edges it means, as
 * where a way goes on beyond the junction, is left out: a guess would close turns that are open.
 */
final class RestrictedTurns {
    /** The entry among the via edges of turns for which it does not matter what was driven before. */
    private static final int NO_VIA = 0;
    /** A barrier stands between two stretches. At a larger junction nobody can tell on which of them. */
    private static final int ARMS_OF_BARRIER = 2;

    /**
     * Of one command over ways each edge of the path becomes a record of all before it, and of one at a junction each other
     * way out a turn: real ones have a handful, and what has more is no restriction but would fill the memory.
     */
    private static final int MOST_VIA_EDGES = 100;

    private static final int MOST_WAYS_OUT = 100;

    private record Turn(int from, int to, TurnRule rule, int via) {}

    private final LaidEdges edges;
    private final List<Turn> turns = new ArrayList<>();
    private final IntArrayList viaEdges = new IntArrayList();

    RestrictedTurns(LaidEdges edges) {
        this.edges = edges;
        viaEdges.add(0);
    }

    /** Adds a restriction; where it is left out, says why. */
    Optional<DroppedRestriction> add(TurnRestriction restriction) {
        int before = turns.size();
        Set<DroppedRestriction> reasons = EnumSet.noneOf(DroppedRestriction.class);
        for (long from : restriction.fromWays()) {
            for (long to : restriction.toWays()) {
                reasons.add(
                        restriction.viaNode().isPresent()
                                ? addAtNode(
                                        restriction.only(),
                                        from,
                                        restriction.viaNode().getAsLong(),
                                        to)
                                : addOverWays(restriction.only(), from, restriction.viaWays(), to));
            }
        }
        return turns.size() > before ? Optional.empty() : Optional.of(Collections.min(reasons));
    }

    /** Adds a barrier; false where it does not stand between two stretches of road. */
    boolean add(long node, Barrier barrier) {
        int before = turns.size();
        int junction = edges.junction(node);
        if (junction >= 0 && edges.arms(junction) == ARMS_OF_BARRIER) {
            boolean closed = barrier == Barrier.CLOSED;
            for (int from : edges.into(junction)) {
                for (int to : edges.outOf(junction)) {
                    if (to != edges.opposite(from)) {
                        turns.add(new Turn(from, to, closed ? TurnRule.FORBIDDEN : TurnRule.GATE, NO_VIA));
                    } else if (closed) {
                        turns.add(new Turn(from, to, TurnRule.FREE, NO_VIA));
                    }
                }
            }
        }
        return turns.size() > before;
    }

    /** The records of all turns, sorted. */
    int[] turnSection() {
        turns.sort(
                Comparator.comparingInt(Turn::from).thenComparingInt(Turn::to).thenComparingInt(Turn::via));
        int[] section = new int[turns.size() * Section.TURNS.stride];
        int at = 0;
        for (Turn turn : turns) {
            section[at + Turns.FROM_EDGE] = turn.from;
            section[at + Turns.TO_EDGE] = turn.to;
            section[at + Turns.VIA_AND_RULE] = turn.via * TurnRule.COUNT + turn.rule.number();
            at += Section.TURNS.stride;
        }
        return section;
    }

    int[] viaSection() {
        return viaEdges.toArray();
    }

    /** Marks the edges that turns start from in their section. */
    void markEdges(IntBuffer edgeSection) {
        for (Turn turn : turns) {
            int at = turn.from * Section.EDGES.stride + Edges.ATTRIBUTES;
            edgeSection.put(at, edgeSection.get(at) | RoadNetwork.TURNS_RESTRICTED);
        }
    }

    /** Says what is wrong where this adds no turn. */
    private DroppedRestriction addAtNode(boolean only, long fromWay, long viaNode, long toWay) {
        if (!edges.hasWay(fromWay) || !edges.hasWay(toWay) || !edges.hasNode(viaNode)) {
            return DroppedRestriction.ROADS_MISSING;
        }
        int junction = edges.junction(viaNode);
        if (junction < 0) {
            // In the middle of a road nobody turns.
            return fromWay == toWay ? DroppedRestriction.NOTHING_TO_FORBID : DroppedRestriction.UNCLEAR;
        }
        if (fromWay == toWay && !only) {
            forbidTurningBack(fromWay, junction);
            return DroppedRestriction.NOTHING_TO_FORBID;
        }
        return forbid(only, fromWay, junction, new IntArrayList(), junction, toWay);
    }

    private void forbidTurningBack(long way, int junction) {
        for (int from : edges.ofWayInto(way, junction)) {
            if (edges.opposite(from) >= 0) {
                turns.add(new Turn(from, edges.opposite(from), TurnRule.FORBIDDEN, NO_VIA));
            }
        }
    }

    private DroppedRestriction addOverWays(boolean only, long fromWay, List<Long> viaWays, long toWay) {
        if (!edges.hasWay(fromWay) || !edges.hasWay(toWay) || !viaWays.stream().allMatch(edges::hasWay)) {
            return DroppedRestriction.ROADS_MISSING;
        }
        for (int junction : edges.ends(viaWays.get(0))) {
            IntArrayList driven = new IntArrayList();
            int last = edges.along(viaWays, junction, driven);
            if (last >= 0) {
                forbid(only, fromWay, junction, driven, last, toWay);
            }
        }
        return DroppedRestriction.UNCLEAR;
    }

    /**
     * Forbids to come from a way at a junction, drive edges to a junction that may be the same, and leave it on a way;
     * or, with {@code only}, to leave that path anywhere.
     */
    private DroppedRestriction forbid(
            boolean only, long fromWay, int first, IntArrayList driven, int last, long toWay) {
        int[] from = edges.ofWayInto(fromWay, first);
        int[] to = edges.ofWayOutOf(toWay, last);
        boolean tooMany = driven.size() > MOST_VIA_EDGES || edges.outOf(last).length > MOST_WAYS_OUT;
        if (tooMany
                || from.length > 1
                || to.length > 1
                || !edges.touches(fromWay, first)
                || !edges.touches(toWay, last)) {
            return DroppedRestriction.UNCLEAR;
        }
        if (from.length == 1 && to.length == 1) {
            IntArrayList path = new IntArrayList();
            path.add(from);
            path.addAll(driven);
            path.add(to);
            int lastTurn = path.size() - 2;
            for (int turn = only ? 0 : lastTurn; turn <= lastTurn; turn++) {
                forbidAfter(path, turn, only);
            }
        }
        return DroppedRestriction.NOTHING_TO_FORBID;
    }

    /** Forbids the path's next edge after edge {@code at} of it, or all others; turning back is never meant by that. */
    private void forbidAfter(IntArrayList path, int at, boolean others) {
        int from = path.get(at);
        int next = path.get(at + 1);
        int[] forbidden = IntStream.of(edges.outOf(edges.end(from)))
                .filter(edge -> others ? edge != next && edge != edges.opposite(from) : edge == next)
                .toArray();
        if (forbidden.length > 0) {
            int via = at == 0 ? NO_VIA : addVia(path, at);
            for (int to : forbidden) {
                turns.add(new Turn(from, to, TurnRule.FORBIDDEN, via));
            }
        }
    }

    /** Lays down the first edges of a path, the last of them first. */
    private int addVia(IntArrayList path, int count) {
        int place = viaEdges.size();
        viaEdges.add(count);
        for (int i = count - 1; i >= 0; i--) {
            viaEdges.add(path.get(i));
        }
        return place;
    }
}
