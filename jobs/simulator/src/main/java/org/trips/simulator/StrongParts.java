package org.trips.simulator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.trips.roads.RoadNetwork;

/**
 * Finds the parts of a road network in which every junction can be reached from every other, by Tarjan's algorithm for
 * strongly connected components, with a stack of its own because road networks are deeper than a thread's. Roads from
 * several extracts have one large part each, and hundreds of small ones: car parks, islands, ends cut off at a border.
 */
final class StrongParts {
    private static final int UNSEEN = -1;

    private final RoadNetwork roads;
    private final IntPredicate usable;
    private final int[] order;
    private final int[] lowest;
    private final int[] component;
    private final int[] sizeOfComponent;
    private final int[] nextOutgoing;
    private final IntStack path = new IntStack();
    private final IntStack open = new IntStack();
    private int seen;
    private int components;
    private int largestSize;

    private StrongParts(RoadNetwork roads, IntPredicate usable) {
        this.roads = roads;
        this.usable = usable;
        int junctions = roads.junctionCount();
        this.order = filled(junctions);
        this.lowest = new int[junctions];
        this.component = filled(junctions);
        this.sizeOfComponent = new int[junctions];
        this.nextOutgoing = new int[junctions];
    }

    /**
     * The usable edges within large parts; none if every junction stands alone.
     *
     * @param leastShare of the largest part's junctions that a part has at least
     */
    static BitSet edges(RoadNetwork roads, IntPredicate usable, double leastShare) {
        StrongParts search = new StrongParts(roads, usable);
        for (int junction = 0; junction < roads.junctionCount(); junction++) {
            if (search.order[junction] == UNSEEN) {
                search.visit(junction);
            }
        }
        return search.edges(Math.max(2, (int) Math.ceil(leastShare * search.largestSize)));
    }

    private void visit(int start) {
        enter(start);
        while (!path.isEmpty()) {
            int junction = path.top();
            int next = nextUnfollowed(junction);
            if (next == UNSEEN) {
                leave(junction);
            } else if (order[next] == UNSEEN) {
                enter(next);
            } else if (component[next] == UNSEEN) {
                lowest[junction] = Math.min(lowest[junction], order[next]);
            }
        }
    }

    private void enter(int junction) {
        order[junction] = seen;
        lowest[junction] = seen;
        seen++;
        path.push(junction);
        open.push(junction);
    }

    private int nextUnfollowed(int junction) {
        while (nextOutgoing[junction] < roads.outgoingCount(junction)) {
            int edge = roads.outgoing(junction, nextOutgoing[junction]++);
            if (usable.test(edge)) {
                return roads.endJunction(edge);
            }
        }
        return UNSEEN;
    }

    private void leave(int junction) {
        path.pop();
        if (!path.isEmpty()) {
            lowest[path.top()] = Math.min(lowest[path.top()], lowest[junction]);
        }
        if (lowest[junction] != order[junction]) {
            return;
        }
        int member;
        do {
            member = open.pop();
            component[member] = components;
            sizeOfComponent[components]++;
        } while (member != junction);
        largestSize = Math.max(largestSize, sizeOfComponent[components]);
        components++;
    }

    private BitSet edges(int leastSize) {
        BitSet edges = new BitSet(roads.edgeCount());
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            int part = component[roads.startJunction(edge)];
            edges.set(
                    edge,
                    usable.test(edge)
                            && part == component[roads.endJunction(edge)]
                            && sizeOfComponent[part] >= leastSize);
        }
        return edges;
    }

    private static int[] filled(int length) {
        int[] values = new int[length];
        Arrays.fill(values, UNSEEN);
        return values;
    }

    private static final class IntStack {
        private int[] values = new int[256];
        private int size;

        boolean isEmpty() {
            return size == 0;
        }

        void push(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int pop() {
            return values[--size];
        }

        int top() {
            return values[size - 1];
        }
    }
}
