package org.trips.roads;

import java.util.Arrays;

/**
 * Finds the best ways along directed edges from one place to several targets, up to a bound: Dijkstra's algorithm over
 * edges rather than junctions, so that turning back on the edge just driven can be told from going on. Best is shortest
 * or, where that is asked for, quickest, but roads that are closed to through traffic count longer, and turns that
 * drivers avoid count like some metres driven: turning back anywhere but at a dead end, turns that a sign forbids, gates
 * and closed barriers. None of them is impossible: drivers do forbidden things, and maps are wrong.
 *
 * <p>A turn forbidden after certain edges only (a restriction over ways) counts where the best way to the edge it starts
 * from came over those. There is one label for each edge, so a slightly longer way to that edge, after which the turn
 * would be free, is not kept beside it: such a way may be missed, and never is one counted wrongly.
 *
 * <p>Not thread-safe: one per thread. Labels are kept in arrays that are reused and found through a hash table of the
 * edges touched, so memory grows with the largest area searched and not with the network, and a search allocates
 * nothing once the arrays have grown.
 */
public final class RouteSearch {
    /** Turning back at a junction with another way out counts like driving this far. */
    public static final double TURN_BACK_METRES = 300;
    /** So does a turn that is forbidden, or driving through a closed barrier. */
    static final double FORBIDDEN_METRES = 300;
    /** A gate without more about it is kept to like a private road of this length. */
    static final double GATE_METRES = 100;

    /** An edge that is shunned counts longer by this share of its length. */
    public static final double SHUNNED_SHARE = 0.5;

    private static final int NO_LABEL = -1;
    private static final int SETTLED = -2;
    private static final int FROM_START = -1;
    private static final int FIRST_CAPACITY = 256;
    /** 2^32 divided by the golden ratio: spreads neighbouring edge numbers over the table (Knuth). */
    private static final int HASH_MULTIPLIER = 0x9E3779B9;

    private final RoadNetwork roads;
    private final DrivingCost drivingCost;

    private int[] table;
    private int[] tableGeneration;
    private int tableShift;
    private int generation;

    private int labels;
    private int[] edge = new int[FIRST_CAPACITY];
    private double[] cost = new double[FIRST_CAPACITY];
    private double[] metres = new double[FIRST_CAPACITY];
    private double[] penalty = new double[FIRST_CAPACITY];
    private double[] waived = new double[FIRST_CAPACITY];
    private int[] parent = new int[FIRST_CAPACITY];
    private int[] heapPlace = new int[FIRST_CAPACITY];
    private boolean[] wanted = new boolean[FIRST_CAPACITY];
    private boolean[] shunned = new boolean[FIRST_CAPACITY];
    private int[] heap = new int[FIRST_CAPACITY];
    private int heapSize;

    private int targets;
    private int[] targetLabel = new int[FIRST_CAPACITY];
    private double[] targetMetres = new double[FIRST_CAPACITY];
    /** A bit for each target's edge, by the last six of its number: tells quickly what is no target. */
    private long targetFilter;

    private int sourceEdge;
    private double bound;
    private double byTime;
    /** Whether edges are labelled as well that lead nowhere. */
    private boolean thorough;
    /** Whether the search has come to a sign or a barrier that the bound does not count. */
    private boolean ruleMet;

    private int[] route = new int[FIRST_CAPACITY];

    public RouteSearch(RoadNetwork roads) {
        this.roads = roads;
        drivingCost = new DrivingCost(roads);
        newTable(2 * FIRST_CAPACITY);
    }

    /** Forgets the search before and its targets. */
    public void begin() {
        targets = 0;
        targetFilter = 0;
        labels = 0;
        heapSize = 0;
        newGeneration();
    }

    private void newGeneration() {
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
        targetFilter |= filterBit(targetEdge);
        targetLabel[targets] = label;
        targetMetres[targets] = metresAlong;
        return targets++;
    }

    /**
     * Makes an edge count longer by {@link #SHUNNED_SHARE} in the search that follows, so that a way beside it is found
     * where there is one not much worse.
     */
    public void shun(int edgeToShun) {
        shunned[labelOf(edgeToShun)] = true;
    }

    /**
     * Searches from a place on an edge, driving on to the edge's end, until every target's edge is reached or nothing
     * within the bound is left. A target on the same edge is reached by coming round to the edge again: what lies
     * straight ahead on it needs no search.
     *
     * @param boundMetres no edge is entered after more than this distance, side roads and turning back counted with
     *     what they count more. Forbidden turns and barriers are not: however tight the bound, what lies just behind
     *     them is found
     */
    public void search(int startEdge, double metresAlong, double boundMetres) {
        search(startEdge, metresAlong, boundMetres, 0);
    }

    /**
     * Searches likewise, for the way that drivers choose who know where they are going.
     *
     * @param boundMetres in metres as they count
     * @param preferQuick from 0, the shortest way, to 1, the quickest: then metres count by the speed of the road, those
     *     at 50 km/h once, and turning counts up to 60 m
     */
    public void search(int startEdge, double metresAlong, double boundMetres, double preferQuick) {
        sourceEdge = startEdge;
        bound = boundMetres;
        byTime = preferQuick;
        double rest = roads.lengthMetres(startEdge) - metresAlong;
        int wantedOrShunned = labels;
        thorough = false;
        ruleMet = false;
        settle(rest, wantedOrShunned);
        if (ruleMet) {
            // A dearer way over a turn that the bound does not count must not pass for the best to an edge that a
            // cheaper one comes to without leading on from there.
            forgetWays(wantedOrShunned);
            thorough = true;
            settle(rest, wantedOrShunned);
        }
    }

    /** Keeps the first labels, but no way to them. */
    private void forgetWays(int kept) {
        newGeneration();
        heapSize = 0;
        labels = kept;
        for (int label = 0; label < kept; label++) {
            cost[label] = Double.POSITIVE_INFINITY;
            heapPlace[label] = NO_LABEL;
            enter(label);
        }
    }

    /** Until so many edges are reached, nothing within the bound is left, or it has to be done thoroughly. */
    private void settle(double rest, int edges) {
        int open = edges;
        relaxSuccessors(sourceEdge, FROM_START, rest * drivingCost.factor(sourceEdge, byTime), rest, 0, 0);
        while (heapSize > 0 && open > 0 && (thorough || !ruleMet)) {
            int label = pop();
            if (wanted[label]) {
                open--;
            }
            if (open > 0) {
                int at = edge[label];
                double length = roads.lengthMetres(at);
                double counted = length * drivingCost.factor(at, byTime);
                relaxSuccessors(
                        at,
                        label,
                        cost[label] + (shunned[label] ? (1 + SHUNNED_SHARE) * counted : counted),
                        metres[label] + length,
                        penalty[label],
                        waived[label]);
            }
        }
    }

    /** Metres to drive to the target, without penalties; infinite where it lies beyond the bound. */
    public double metres(int target) {
        int label = targetLabel[target];
        return heapPlace[label] == SETTLED ? metres[label] + targetMetres[target] : Double.POSITIVE_INFINITY;
    }

    /**
     * How many metres the way to a reached target counts up to its edge, all but what shunned edges count more: what is
     * searched is the way for which this is least.
     */
    public double countedMetres(int target) {
        int label = targetLabel[target];
        double counted = cost[label];
        for (int at = parent[label]; at != FROM_START; at = parent[at]) {
            if (shunned[at]) {
                counted -= SHUNNED_SHARE * roads.lengthMetres(edge[at]) * drivingCost.factor(edge[at], byTime);
            }
        }
        return counted;
    }

    /** How many metres the turns on the way to a reached target count that drivers avoid. */
    public double penaltyMetres(int target) {
        return penalty[targetLabel[target]];
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

    /**
     * @param penalties metres that turns so far count, which are in the cost
     * @param waivedSoFar those of them that the bound does not count
     */
    private void relaxSuccessors(
            int from, int fromLabel, double costAtEnd, double metresAtEnd, double penalties, double waivedSoFar) {
        if (costAtEnd - waivedSoFar > bound) {
            return;
        }
        int junction = roads.endJunction(from);
        int first = roads.outgoing(junction, 0);
        int ways = roads.outgoingCount(junction);
        boolean restricted = roads.turnsRestricted(from);
        boolean turnsCount = byTime > 0 && ways > DrivingCost.ROADS_WITHOUT_TURN;
        if (turnsCount) {
            drivingCost.comeTo(from);
        }
        for (int next = first; next < first + ways; next++) {
            boolean leadsOn = restricted || mayBeTarget(next) || !leadsBeyondBound(next, costAtEnd - waivedSoFar);
            if (!leadsOn && !thorough) {
                continue;
            }
            double turn = turnsCount ? drivingCost.turnMetres(next, byTime) : 0;
            if (ways > 1 && roads.areOpposite(from, next)) {
                turn += TURN_BACK_METRES;
            }
            if (restricted) {
                relaxRestricted(from, next, turn, fromLabel, costAtEnd, metresAtEnd, penalties, waivedSoFar);
            } else {
                relax(next, fromLabel, costAtEnd + turn, metresAtEnd, penalties + turn, waivedSoFar, leadsOn);
            }
        }
    }

    private boolean mayBeTarget(int next) {
        return (targetFilter & filterBit(next)) != 0;
    }

    private static long filterBit(int ofEdge) {
        // A shift counts the last six bits only.
        return 1L << ofEdge;
    }

    /** Whether nothing beyond an edge is within the bound. */
    private boolean leadsBeyondBound(int next, double counted) {
        return counted + roads.lengthMetres(next) * drivingCost.factor(next, byTime) > bound;
    }

    private void relaxRestricted(
            int from,
            int next,
            double unrestricted,
            int fromLabel,
            double costAtEnd,
            double metresAtEnd,
            double penalties,
            double waivedSoFar) {
        double turn = unrestricted;
        double rule = 0;
        for (int t = roads.firstTurn(from); roads.isTurnFrom(t, from); t++) {
            if (roads.turnTo(t) == next && cameOver(t, fromLabel)) {
                switch (roads.turnRule(t)) {
                    case FREE -> turn = 0;
                    case GATE -> rule = Math.max(rule, GATE_METRES);
                    case FORBIDDEN -> rule = Math.max(rule, FORBIDDEN_METRES);
                }
            }
        }
        ruleMet |= rule > 0;
        double counted = turn + rule;
        relax(next, fromLabel, costAtEnd + counted, metresAtEnd, penalties + counted, waivedSoFar + rule, true);
    }

    /** Whether the way to the edge of this label came over the edges that a restricted turn is about. */
    private boolean cameOver(int turn, int fromLabel) {
        int label = fromLabel;
        for (int i = 0; i < roads.viaCount(turn); i++) {
            if (label == FROM_START) {
                return false;
            }
            label = parent[label];
            if (roads.viaEdge(turn, i) != (label == FROM_START ? sourceEdge : edge[label])) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param leadsOn false where the search need not come to the edge, because nothing beyond it is within the bound: then
     *     the way is only remembered, so that a dearer one over a turn that the bound does not count does not pass for the
     *     best
     */
    private void relax(
            int next,
            int fromLabel,
            double newCost,
            double newMetres,
            double penalties,
            double newWaived,
            boolean leadsOn) {
        if (newCost - newWaived > bound) {
            return;
        }
        int label = labelOf(next);
        if (heapPlace[label] == SETTLED || newCost >= cost[label]) {
            return;
        }
        cost[label] = newCost;
        metres[label] = newMetres;
        penalty[label] = penalties;
        waived[label] = newWaived;
        parent[label] = fromLabel;
        if (heapPlace[label] == NO_LABEL) {
            if (!leadsOn) {
                return;
            }
            heapPlace[label] = heapSize++;
        }
        siftUp(heapPlace[label], label);
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
        shunned[labels] = false;
        return labels++;
    }

    private void grow() {
        int capacity = labels * 2;
        edge = Arrays.copyOf(edge, capacity);
        cost = Arrays.copyOf(cost, capacity);
        metres = Arrays.copyOf(metres, capacity);
        penalty = Arrays.copyOf(penalty, capacity);
        waived = Arrays.copyOf(waived, capacity);
        parent = Arrays.copyOf(parent, capacity);
        heapPlace = Arrays.copyOf(heapPlace, capacity);
        wanted = Arrays.copyOf(wanted, capacity);
        shunned = Arrays.copyOf(shunned, capacity);
        heap = Arrays.copyOf(heap, capacity);
        newTable(2 * capacity);
        for (int label = 0; label < labels; label++) {
            enter(label);
        }
    }

    private void enter(int label) {
        int place = (edge[label] * HASH_MULTIPLIER) >>> tableShift;
        while (tableGeneration[place] == generation) {
            place = (place + 1) & (table.length - 1);
        }
        table[place] = label;
        tableGeneration[place] = generation;
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

    /** Equally far ones come by their numbers, so that what else is searched for makes no difference. */
    private boolean isBefore(int label, int other) {
        return cost[label] < cost[other] || (cost[label] == cost[other] && edge[label] < edge[other]);
    }

    private void siftUp(int from, int label) {
        int place = from;
        while (place > 0) {
            int above = (place - 1) >>> 1;
            if (!isBefore(label, heap[above])) {
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
            if (below + 1 < heapSize && isBefore(heap[below + 1], heap[below])) {
                below++;
            }
            if (!isBefore(heap[below], label)) {
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
