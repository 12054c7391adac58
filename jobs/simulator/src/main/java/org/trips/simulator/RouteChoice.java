package org.trips.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/**
 * Chooses where a vehicle drives: the quickest way to a place picked at random, and from there to another, until the
 * round is long enough. Nobody turns back on the spot but at a dead end, or when leaving. Not thread-safe; its arrays
 * are reused.
 */
final class RouteChoice {
    private static final int NOBODY = -1;
    /** A leg ends in the farther half of what can be reached, else vehicles would circle round their block. */
    private static final double NEAREST_SHARE = 0.5;

    /** How far a leg goes at most, more or less. */
    private static final double LOOK_AROUND_METRES = 3000;

    private static final int MILLIS = 1000;

    private final DrivableRoads drivable;
    private final RoadNetwork roads;
    private final int[] arrivalMillis;
    private final int[] metresDriven;
    private final int[] cameFrom;
    private final List<Integer> reached = new ArrayList<>();

    RouteChoice(DrivableRoads drivable) {
        this.drivable = drivable;
        this.roads = drivable.network();
        this.arrivalMillis = new int[roads.edgeCount()];
        this.metresDriven = new int[roads.edgeCount()];
        this.cameFrom = new int[roads.edgeCount()];
        Arrays.fill(arrivalMillis, Integer.MAX_VALUE);
    }

    /**
     * The edges driven, beginning with the one parked on or, where it leads to the first place more quickly, with its
     * other direction: at least so many metres behind its end.
     */
    List<Integer> roundFrom(int parkedOn, double metres, SplittableRandom random) {
        List<Integer> route = new ArrayList<>();
        double driven = 0;
        while (driven < metres) {
            Deque<Integer> leg =
                    legFrom(route.isEmpty() ? parkedOn : route.get(route.size() - 1), route.isEmpty(), random);
            driven += metresDriven[leg.getLast()];
            if (!route.isEmpty()) {
                leg.removeFirst();
            }
            route.addAll(leg);
            forget();
        }
        return route;
    }

    /** The quickest way to some place that is not near, as the edges driven, the first one included. */
    private Deque<Integer> legFrom(int start, boolean leaving, SplittableRandom random) {
        PriorityQueue<Long> queue = new PriorityQueue<>();
        arrive(start, NOBODY, 0, 0, queue);
        int back = roads.opposite(start);
        if (leaving && back >= 0 && drivable.isDrivable(back)) {
            arrive(back, NOBODY, 0, 0, queue);
        }
        List<Integer> settled = settle(queue);
        double farthest = 0;
        for (int edge : settled) {
            farthest = Math.max(farthest, metresBetween(start, edge));
        }
        double nearest = farthest * NEAREST_SHARE;
        settled.removeIf(edge -> metresBetween(start, edge) < nearest);
        Deque<Integer> leg = new ArrayDeque<>();
        for (int edge = settled.get(random.nextInt(settled.size())); edge != NOBODY; edge = cameFrom[edge]) {
            leg.addFirst(edge);
        }
        return leg;
    }

    /** Looks around in order of driving time. */
    private List<Integer> settle(PriorityQueue<Long> queue) {
        List<Integer> settled = new ArrayList<>();
        int farthest = 0;
        while (!queue.isEmpty() && farthest < LOOK_AROUND_METRES) {
            long next = queue.remove();
            int edge = (int) next;
            int millis = (int) (next >>> Integer.SIZE);
            if (millis == arrivalMillis[edge]) {
                if (cameFrom[edge] != NOBODY && drivable.isPlace(edge)) {
                    settled.add(edge);
                    farthest = Math.max(farthest, metresDriven[edge]);
                }
                follow(edge, queue);
            }
        }
        return settled;
    }

    private double metresBetween(int edge, int other) {
        return Earth.metres(
                roads.latitude(edge, 0), roads.longitude(edge, 0), roads.latitude(other, 0), roads.longitude(other, 0));
    }

    private void follow(int edge, PriorityQueue<Long> queue) {
        int junction = roads.endJunction(edge);
        boolean deadEnd = true;
        for (int i = 0; i < roads.outgoingCount(junction); i++) {
            int next = roads.outgoing(junction, i);
            if (drivable.isDrivable(next) && next != roads.opposite(edge)) {
                deadEnd = false;
                arriveThrough(edge, next, queue);
            }
        }
        int back = roads.opposite(edge);
        if (deadEnd && back >= 0 && drivable.isDrivable(back)) {
            arriveThrough(edge, back, queue);
        }
    }

    private void arriveThrough(int edge, int next, PriorityQueue<Long> queue) {
        double metres = roads.lengthMetres(next);
        int millis = arrivalMillis[edge] + (int) (metres / drivable.customarySpeedMps(next) * MILLIS) + 1;
        if (millis < arrivalMillis[next]) {
            arrive(next, edge, millis, metresDriven[edge] + (int) metres + 1, queue);
        }
    }

    private void arrive(int edge, int from, int millis, int metres, PriorityQueue<Long> queue) {
        arrivalMillis[edge] = millis;
        metresDriven[edge] = metres;
        cameFrom[edge] = from;
        reached.add(edge);
        // Ordered by time, then by edge: equal times must not leave the choice to the queue.
        queue.add((long) millis << Integer.SIZE | edge);
    }

    private void forget() {
        for (int edge : reached) {
            arrivalMillis[edge] = Integer.MAX_VALUE;
        }
        reached.clear();
    }
}
