package org.trips.roads;

import com.carrotsearch.hppc.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    private record Turn(int from, int to, TurnRule rule, int via) {}

    private final LaidEdges edges;
    private final List<Turn> turns = new ArrayList<>();
    private final IntArrayList viaEdges = new IntArrayList();

    RestrictedTurns(LaidEdges edges) {
        this.edges = edges;
        viaEdges.add(0);
    }

    /** Adds a restriction; false where it forbids nothing that could be driven, or does not say clearly what. */
    boolean add(TurnRestriction restriction) {
        int before = turns.size();
        for (long from : restriction.fromWays()) {
            for (long to : restriction.toWays()) {
                if (restriction.viaNode().isPresent()) {
                    addAtNode(
                            restriction,
                            from,
                            edges.junction(restriction.viaNode().getAsLong()),
                            to);
                } else {
                    addOverWays(restriction, from, to);
                }
            }
        }
        return turns.size() > before;
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
    void markEdges(int[] edgeSection) {
        for (Turn turn : turns) {
            edgeSection[turn.from * Section.EDGES.stride + Edges.ATTRIBUTES] |= RoadNetwork.TURNS_RESTRICTED;
        }
    }

    private void addAtNode(TurnRestriction restriction, long fromWay, int junction, long toWay) {
        if (junction < 0) {
            return;
        }
        if (fromWay == toWay) {
            if (!restriction.only()) {
                forbidTurningBack(fromWay, junction);
            }
            return;
        }
        int[] from = edges.ofWayInto(fromWay, junction);
        int[] to = edges.ofWayOutOf(toWay, junction);
        if (from.length == 1 && to.length == 1) {
            forbid(restriction.only(), from[0], NO_VIA, to[0]);
        }
    }

    private void forbidTurningBack(long way, int junction) {
        for (int from : edges.ofWayInto(way, junction)) {
            if (edges.opposite(from) >= 0) {
                turns.add(new Turn(from, edges.opposite(from), TurnRule.FORBIDDEN, NO_VIA));
            }
        }
    }

    private void addOverWays(TurnRestriction restriction, long fromWay, long toWay) {
        for (int junction : edges.ends(restriction.viaWays().get(0))) {
            IntArrayList driven = new IntArrayList();
            int last = edges.along(restriction.viaWays(), junction, driven);
            if (last >= 0) {
                int[] from = edges.ofWayInto(fromWay, junction);
                int[] to = edges.ofWayOutOf(toWay, last);
                if (from.length == 1 && to.length == 1) {
                    int lastDriven = driven.removeAt(driven.size() - 1);
                    forbid(restriction.only(), lastDriven, addVia(from[0], driven), to[0]);
                }
            }
        }
    }

    private int addVia(int from, IntArrayList driven) {
        int place = viaEdges.size();
        viaEdges.add(driven.size() + 1);
        for (int i = driven.size() - 1; i >= 0; i--) {
            viaEdges.add(driven.get(i));
        }
        viaEdges.add(from);
        return place;
    }

    private void forbid(boolean allOthers, int from, int via, int to) {
        if (!allOthers) {
            turns.add(new Turn(from, to, TurnRule.FORBIDDEN, via));
            return;
        }
        for (int other : edges.outOf(edges.end(from))) {
            if (other != to && other != edges.opposite(from)) {
                turns.add(new Turn(from, other, TurnRule.FORBIDDEN, via));
            }
        }
    }
}
