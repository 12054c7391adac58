package org.trips.roads;

import java.util.Arrays;

/**
 * Finds the best ways along directed edges from one place to several targets, up to a bound: Dijkstra's algorithm over
 * edges rather than junctions, so that turning back on the edge just driven can be told from going on. Best is shortest,
 * but roads that are closed to through traffic count longer, and so does turning back anywhere but at a dead end.
 *
 * <p>Not thread-safe: one per thread. Labels are kept in arrays that are reused and found through a hash table of the
 * edges touched, so memory grows with the largest area searched and not with the network, and a search allocates
 * nothing once the arrays have grown.
 */
public final class RouteSearch {
    /** Turning back at a junction with another way out counts like driving this far. */
    static final double TURN_BACK_METRES = 300;
    /** Service roads and tracks are driven to get somewhere on them, rarely through. */
    private static final double SIDE_ROAD_FACTOR = 1.5;
    /** Private roads, the more so. */
    private static final double PRIVATE_FACTOR = 4;

    private static final int NO_LABEL = -1;
    private static final int SETTLED = -2;
    private static final int FROM_START = -1;
    private static final int FIRST_CAPACITY = 256;
    /** 2^32 divided by the golden ratio: spreads neighbouring edge numbers over the table (Knuth). */
    private static final int HASH_MULTIPLIER = 0x9E3779B9;

    private final RoadNetwork roads;

    private int[] table;
    private int[] tableGeneration;
    private int tableShift;
    private int generation;

    private int labels;
    private int[] edge = new int[FIRST_CAPACITY];
    private double[] cost = new double[FIRST_CAPACITY];
    private double[] metres = new double[FIRST_CAPACITY];
    private int[] turnsBack = new int[FIRST_CAPACITY];
    private int[] parent = new int[FIRST_CAPACITY];
    private int[] heapPlace = new int[FIRST_CAPACITY];
    private boolean[] wanted = new boolean[FIRST_CAPACITY];
    private int[] heap = new int[FIRST_CAPACITY];
    private int heapSize;

    private int targets;
    private int[] targetLabel = new int[FIRST_CAPACITY];
    private double[] targetMetres = new double[FIRST_CAPACITY];
    private int sourceEdge;

    private int[] route = new int[FIRST_CAPACITY];

    public RouteSearch(RoadNetwork roads) {
        this.roads = roads;
        newTable(2 * FIRST_CAPACITY);
    }

    /** Forgets the search before and its targets. */
    public void begin() {
        targets = 0;
        labels = 0;
        heapSize = 0;
        if (++generation == 0) {
            Arrays.fill(tableGeneration, 0);
            generation = 1;
        }
    }

    /**
     * Adds a place to be reached.
     *
     * @param metresAlong metres from the edge's start
     * @return the target's number: 0, 1, 2 since {@link #begin}
     */
    public int addTarget(int targetEdge, double metresAlong) {
        if (targets == targetLabel.length) {
            targetLabel = Arrays.copyOf(targetLabel, targets * 2);
            targetMetres = Arrays.copyOf(targetMetres, targets * 2);
        }
        int label = labelOf(targetEdge);
        wanted[label] = true;
        targetLabel[targets] = label;
        targetMetres[targets] = metresAlong;
        return targets++;
    }

    /**
     * Searches from a place on an edge, driving on to the edge's end, until every target's edge is reached or nothing
     * within the bound is left. A target on the same edge is reached by coming round to the edge again: what lies
     * straight ahead on it needs no search.
     *
     * @param boundMetres no edge is entered after more than this distance, penalties counted in
     */
    public void search(int startEdge, double metresAlong, double boundMetres) {
        sourceEdge = startEdge;
        int open = labels;
        double rest = roads.lengthMetres(startEdge) - metresAlong;
        relaxSuccessors(startEdge, FROM_START, rest * factor(startEdge), rest, 0, boundMetres);
        while (heapSize > 0 && open > 0) {
            int label = pop();
            if (wanted[label]) {
                open--;
            }
            if (open > 0) {
                int at = edge[label];
                double length = roads.lengthMetres(at);
                relaxSuccessors(
                        at,
                        label,
                        cost[label] + length * factor(at),
                        metres[label] + length,
                        turnsBack[label],
                        boundMetres);
            }
        }
    }

    /** Metres to drive to the target, without penalties; infinite where it lies beyond the bound. */
    public double metres(int target) {
        int label = targetLabel[target];
        return heapPlace[label] == SETTLED ? metres[label] + targetMetres[target] : Double.POSITIVE_INFINITY;
    }

    /** How often the way to a reached target turns back where it need not. */
    public int turnsBack(int target) {
        return turnsBack[targetLabel[target]];
    }

    /**
     * Lays out the way to a reached target for {@link #routeEdge}.
     *
     * @return how many edges it has, the start's and the target's own among them
     */
    public int layOut(int target) {
        int count = 1;
        for (int label = targetLabel[target]; label != FROM_START; label = parent[label]) {
            count++;
        }
        if (count > route.length) {
            route = new int[Integer.highestOneBit(count) * 2];
        }
        int k = count;
        for (int label = targetLabel[target]; label != FROM_START; label = parent[label]) {
            route[--k] = edge[label];
        }
        route[0] = sourceEdge;
        return count;
    }

    /** Edge k of the way laid out last. */
    public int routeEdge(int k) {
        return route[k];
    }

    private void relaxSuccessors(
            int from, int fromLabel, double costAtEnd, double metresAtEnd, int turns, double bound) {
        if (costAtEnd > bound) {
            return;
        }
        int junction = roads.endJunction(from);
        int ways = roads.outgoingCount(junction);
        int back = roads.opposite(from);
        for (int i = 0; i < ways; i++) {
            int next = roads.outgoing(junction, i);
            if (next == back && ways > 1) {
                relax(next, fromLabel, costAtEnd + TURN_BACK_METRES, metresAtEnd, turns + 1, bound);
            } else {
                relax(next, fromLabel, costAtEnd, metresAtEnd, turns, bound);
            }
        }
    }

    private void relax(int next, int fromLabel, double newCost, double newMetres, int turns, double bound) {
        if (newCost > bound) {
            return;
        }
        int label = labelOf(next);
        if (heapPlace[label] == SETTLED || newCost >= cost[label]) {
            return;
        }
        cost[label] = newCost;
        metres[label] = newMetres;
        turnsBack[label] = turns;
        parent[label] = fromLabel;
        if (heapPlace[label] == NO_LABEL) {
            heapPlace[label] = heapSize++;
        }
        siftUp(heapPlace[label], label);
    }

    private double factor(int at) {
        if (roads.privateAccess(at)) {
            return PRIVATE_FACTOR;
        }
        RoadClass roadClass = roads.roadClass(at);
        return roadClass == RoadClass.SERVICE || roadClass == RoadClass.TRACK ? SIDE_ROAD_FACTOR : 1;
    }

    private int labelOf(int wantedEdge) {
        int mask = table.length - 1;
        int place = (wantedEdge * HASH_MULTIPLIER) >>> tableShift;
        while (tableGeneration[place] == generation) {
            if (edge[table[place]] == wantedEdge) {
                return table[place];
            }
            place = (place + 1) & mask;
        }
        if (labels == edge.length) {
            grow();
            return labelOf(wantedEdge);
        }
        table[place] = labels;
        tableGeneration[place] = generation;
        edge[labels] = wantedEdge;
        cost[labels] = Double.POSITIVE_INFINITY;
        heapPlace[labels] = NO_LABEL;
        wanted[labels] = false;
        return labels++;
    }

    private void grow() {
        int capacity = labels * 2;
        edge = Arrays.copyOf(edge, capacity);
        cost = Arrays.copyOf(cost, capacity);
        metres = Arrays.copyOf(metres, capacity);
        turnsBack = Arrays.copyOf(turnsBack, capacity);
        parent = Arrays.copyOf(parent, capacity);
        heapPlace = Arrays.copyOf(heapPlace, capacity);
        wanted = Arrays.copyOf(wanted, capacity);
        heap = Arrays.copyOf(heap, capacity);
        newTable(2 * capacity);
        for (int label = 0; label < labels; label++) {
            int place = (edge[label] * HASH_MULTIPLIER) >>> tableShift;
            while (tableGeneration[place] == generation) {
                place = (place + 1) & (table.length - 1);
            }
            table[place] = label;
            tableGeneration[place] = generation;
        }
    }

    private void newTable(int capacity) {
        table = new int[capacity];
        tableGeneration = new int[capacity];
        tableShift = Integer.numberOfLeadingZeros(capacity) + 1;
        generation = Math.max(generation, 1);
    }

    private int pop() {
        int top = heap[0];
        heapPlace[top] = SETTLED;
        int last = heap[--heapSize];
        if (heapSize > 0) {
            siftDown(last);
        }
        return top;
    }

    private void siftUp(int from, int label) {
        int place = from;
        while (place > 0) {
            int above = (place - 1) >>> 1;
            if (cost[heap[above]] <= cost[label]) {
                break;
            }
            heap[place] = heap[above];
            heapPlace[heap[place]] = place;
            place = above;
        }
        heap[place] = label;
        heapPlace[label] = place;
    }

    private void siftDown(int label) {
        int place = 0;
        int half = heapSize >>> 1;
        while (place < half) {
            int below = 2 * place + 1;
            if (below + 1 < heapSize && cost[heap[below + 1]] < cost[heap[below]]) {
                below++;
            }
            if (cost[label] <= cost[heap[below]]) {
                break;
            }
            heap[place] = heap[below];
            heapPlace[heap[place]] = place;
            place = below;
        }
        heap[place] = label;
        heapPlace[label] = place;
    }
}
