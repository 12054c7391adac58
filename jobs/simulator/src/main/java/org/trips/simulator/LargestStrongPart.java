package org.trips.simulator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.trips.roads.RoadNetwork;

/**
 * Finds the largest set of junctions of which each can be reached from each other, by Tarjan's algorithm for strongly
 * connected components, with a stack of its own because road networks are deeper than a thread's.
 */
final class LargestStrongPart {
    private static final int UNSEEN = -1;

    private final RoadNetwork roads;
    private final IntPredicate usable;
    private final int[] order;
    private final int[] lowest;
    private final int[] component;
    private final int[] nextOutgoing;
    private final IntStack path = new IntStack();
    private final IntStack open = new IntStack();
    private int seen;
    private int components;
    private int largest = UNSEEN;
    private int largestSize;

    private LargestStrongPart(RoadNetwork roads, IntPredicate usable) {
        this.roads = roads;
        this.usable = usable;
        int junctions = roads.junctionCount();
        this.order = filled(junctions);
        this.lowest = new int[junctions];
        this.component = filled(junctions);
        this.nextOutgoing = new int[junctions];
    }

    /** The usable edges within the largest part; none if every junction stands alone. */
    static BitSet of(RoadNetwork roads, IntPredicate usable) {
        LargestStrongPart search = new LargestStrongPart(roads, usable);
        for (int junction = 0; junction < roads.junctionCount(); junction++) {
            if (search.order[junction] == UNSEEN) {
                search.visit(junction);
            }
        }
        return search.edges();
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
        int size = 0;
        int member;
        do {
            member = open.pop();
            component[member] = components;
            size++;
        } while (member != junction);
        if (size > largestSize) {
            largestSize = size;
            largest = components;
        }
        components++;
    }

    private BitSet edges() {
        BitSet edges = new BitSet(roads.edgeCount());
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            edges.set(
                    edge,
                    largestSize > 1
                            && usable.test(edge)
                            && component[roads.startJunction(edge)] == largest
                            && component[roads.endJunction(edge)] == largest);
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
