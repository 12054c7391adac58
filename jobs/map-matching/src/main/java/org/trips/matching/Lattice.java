package org.trips.matching;

import java.util.Arrays;

/**
 * The states of the hidden Markov model in columns: one layer per fix used, one state per directed edge it may lie on,
 * with the cheapest way found to each. Costs are negative log-likelihoods. Grows and is reused; not thread-safe.
 */
final class Lattice {
    /** How a state was reached from the one before. */
    enum Move {
        /** First state of a path. */
        START,
        /** On the same edge, onward or, by noise, a little behind. */
        ALONG,
        /** Onto the edge opposite by turning in the road. */
        TURN,
        /** Onto an edge that starts where this one ends. */
        NEXT,
        /** By the way that a search over the roads finds. */
        ROUTE
    }

    /** A way that costs so much more than the best is no rival: it is a thousand times less likely. */
    static final double RIVAL_COST = 7;

    private static final int FIRST_CAPACITY = 1024;

    int layers;
    /** Index in {@link Fixes} of each layer. */
    int[] fix = new int[FIRST_CAPACITY];
    /** First state of each layer; one more entry ends the last. */
    int[] first = new int[FIRST_CAPACITY];
    /** Cheapest state of each layer that is {@link #decide decided}. */
    int[] best = new int[FIRST_CAPACITY];

    int states;
    int[] edge = new int[FIRST_CAPACITY];
    int[] startJunction = new int[FIRST_CAPACITY];
    /** Where the edge starts and ends, in degrees; NaN where that is far from the fix. */
    double[] startLatitude = new double[FIRST_CAPACITY];

    double[] startLongitude = new double[FIRST_CAPACITY];
    double[] endLatitude = new double[FIRST_CAPACITY];
    double[] endLongitude = new double[FIRST_CAPACITY];
    double[] metresAlong = new double[FIRST_CAPACITY];
    double[] emission = new double[FIRST_CAPACITY];
    boolean[] sideRoad = new boolean[FIRST_CAPACITY];
    double[] cost = new double[FIRST_CAPACITY];
    int[] back = new int[FIRST_CAPACITY];
    Move[] move = new Move[FIRST_CAPACITY];
    /** How far the car had been seen ahead of this state on its edge: what noise must explain. */
    double[] seenAhead = new double[FIRST_CAPACITY];
    /** Bound of the search that found the route, where it was one: another bound may find another. */
    double[] bound = new double[FIRST_CAPACITY];
    /** And how much it went by time. */
    double[] byTime = new double[FIRST_CAPACITY];

    /** The moves offered that may be part of a rival way, in the order of the layers they lead to. */
    int moves;

    /** The state left; where the path breaks, the complement of it, for it may be any state of that layer. */
    int[] moveFrom = new int[FIRST_CAPACITY];

    int[] moveTo = new int[FIRST_CAPACITY];
    /** What it costs to be where the move leads, having come by it. */
    double[] moveCost = new double[FIRST_CAPACITY];

    void clear() {
        layers = 0;
        states = 0;
        moves = 0;
        first[0] = 0;
    }

    void addState(int onEdge, int startsAt, double along, double emissionCost, boolean onSideRoad) {
        if (states == edge.length) {
            int capacity = states * 2;
            edge = Arrays.copyOf(edge, capacity);
            startJunction = Arrays.copyOf(startJunction, capacity);
            startLatitude = Arrays.copyOf(startLatitude, capacity);
            startLongitude = Arrays.copyOf(startLongitude, capacity);
            endLatitude = Arrays.copyOf(endLatitude, capacity);
            endLongitude = Arrays.copyOf(endLongitude, capacity);
            metresAlong = Arrays.copyOf(metresAlong, capacity);
            emission = Arrays.copyOf(emission, capacity);
            sideRoad = Arrays.copyOf(sideRoad, capacity);
            cost = Arrays.copyOf(cost, capacity);
            back = Arrays.copyOf(back, capacity);
            move = Arrays.copyOf(move, capacity);
            seenAhead = Arrays.copyOf(seenAhead, capacity);
            bound = Arrays.copyOf(bound, capacity);
            byTime = Arrays.copyOf(byTime, capacity);
        }
        edge[states] = onEdge;
        startJunction[states] = startsAt;
        metresAlong[states] = along;
        emission[states] = emissionCost;
        sideRoad[states] = onSideRoad;
        cost[states] = Double.POSITIVE_INFINITY;
        back[states] = -1;
        move[states] = Move.START;
        seenAhead[states] = 0;
        states++;
    }

    /** Says where the edge of the state added last starts and ends. */
    void setJunctions(double startsLatitude, double startsLongitude, double endsLatitude, double endsLongitude) {
        startLatitude[states - 1] = startsLatitude;
        startLongitude[states - 1] = startsLongitude;
        endLatitude[states - 1] = endsLatitude;
        endLongitude[states - 1] = endsLongitude;
    }

    /** Makes a layer of the states added since the last one. */
    void endLayer(int ofFix) {
        if (layers + 1 == fix.length) {
            fix = Arrays.copyOf(fix, fix.length * 2);
            first = Arrays.copyOf(first, first.length * 2);
            best = Arrays.copyOf(best, best.length * 2);
        }
        fix[layers++] = ofFix;
        first[layers] = states;
    }

    /** Ends what is offered to a layer. */
    void decide(int layer) {
        best[layer] = cheapest(layer);
    }

    /** Least cost of a layer by what has been offered to it so far. */
    double leastCost(int layer) {
        return cost[cheapest(layer)];
    }

    private int cheapest(int layer) {
        int cheapest = first[layer];
        for (int s = cheapest + 1; s < first[layer + 1]; s++) {
            if (cost[s] < cost[cheapest]) {
                cheapest = s;
            }
        }
        return cheapest;
    }

    /** Takes a move into a state if it is cheaper than those before. */
    void offer(int from, int to, double totalCost, Move how, double ahead, double searchBound, double searchByTime) {
        if (from >= 0 && totalCost < cost[to] + RIVAL_COST) {
            remember(how == Move.START ? ~from : from, to, totalCost);
        }
        if (totalCost < cost[to]) {
            cost[to] = totalCost;
            back[to] = from;
            move[to] = how;
            seenAhead[to] = ahead;
            bound[to] = searchBound;
            byTime[to] = searchByTime;
        }
    }

    private void remember(int from, int to, double totalCost) {
        if (moves == moveFrom.length) {
            moveFrom = Arrays.copyOf(moveFrom, moves * 2);
            moveTo = Arrays.copyOf(moveTo, moves * 2);
            moveCost = Arrays.copyOf(moveCost, moves * 2);
        }
        moveFrom[moves] = from;
        moveTo[moves] = to;
        moveCost[moves++] = totalCost;
    }
}
