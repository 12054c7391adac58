package org.trips.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.trips.roads.RoadNetwork;

/**
 * Chooses where a vehicle drives: the quickest way to a place picked at random, and from there to another, until the
 * round is long enough. Nobody turns back on the spot but at a dead end. Not thread-safe; its arrays are reused.
 */
final class RouteChoice {
    private static final int NOBODY = -1;
    /** A leg ends in the farther half of what can be reached, else vehicles would circle round their block. */
    private static final double NEAREST_SHARE = 0.5;

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

    /** The edges driven, beginning with {@code start}: at least so many metres behind its end. */
    List<Integer> roundFrom(int start, double metres, SplittableRandom random) {
        List<Integer> route = new ArrayList<>();
        route.add(start);
        double driven = 0;
        while (driven < metres) {
            int last = route.get(route.size() - 1);
            int destination = placeReachedFrom(last, metres - driven, random);
            driven += metresDriven[destination];
            append(route, last, destination);
            forget();
        }
        return route;
    }

    /** Looks around from an edge in order of driving time, as far as the distance; picks a place. */
    private int placeReachedFrom(int start, double metres, SplittableRandom random) {
        PriorityQueue<Long> queue = new PriorityQueue<>();
        arrive(start, NOBODY, 0, 0, queue);
        int farthest = 0;
        List<Integer> settled = new ArrayList<>();
        while (!queue.isEmpty() && farthest < metres) {
            long next = queue.remove();
            int edge = (int) next;
            int millis = (int) (next >>> Integer.SIZE);
            if (millis == arrivalMillis[edge]) {
                if (edge != start) {
                    settled.add(edge);
                    farthest = Math.max(farthest, metresDriven[edge]);
                }
                follow(edge, queue);
            }
        }
        double nearest = farthest * NEAREST_SHARE;
        settled.removeIf(edge -> metresDriven[edge] < nearest);
        return settled.get(random.nextInt(settled.size()));
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

    private void append(List<Integer> route, int start, int destination) {
        Deque<Integer> leg = new ArrayDeque<>();
        for (int edge = destination; edge != start; edge = cameFrom[edge]) {
            leg.addFirst(edge);
        }
        route.addAll(leg);
    }

    private void forget() {
        for (int edge : reached) {
            arrivalMillis[edge] = Integer.MAX_VALUE;
        }
        reached.clear();
    }
}
