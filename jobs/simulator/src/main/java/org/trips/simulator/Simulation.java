package org.trips.simulator;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.trips.journeys.intake.Upload;
import org.trips.roads.RoadNetwork;

/**
 * Vehicles driving on a road network, and what their devices send. Gives uploads in the order in which they were sent,
 * over all vehicles, and the truth of each journey before the first of its uploads; holds no more than a journey or so
 * of each vehicle. Not thread-safe.
 */
public final class Simulation {
    private final DrivableRoads roads;
    private final SimulationOptions options;

    /** @throws IllegalArgumentException if there is no way round on these roads, so that nobody can drive on them */
    public Simulation(RoadNetwork roads, SimulationOptions options) {
        this.roads = new DrivableRoads(roads);
        this.options = options;
    }

    /** Drives all journeys; can be repeated, with the same outcome. */
    public void run(Consumer<Upload> uploads, Consumer<JourneyTruth> truth) {
        RouteChoice routes = new RouteChoice(roads);
        PriorityQueue<Waiting> queue = new PriorityQueue<>(
                Comparator.comparingLong(Waiting::sentAtMillis).thenComparingInt(Waiting::number));
        for (int number = 1; number <= options.vehicles(); number++) {
            enqueue(new Vehicle(number, options, roads, routes, truth), number, queue);
        }
        while (!queue.isEmpty()) {
            Waiting first = queue.remove();
            uploads.accept(first.upload());
            enqueue(first.vehicle(), first.number(), queue);
        }
    }

    private static void enqueue(Vehicle vehicle, int number, PriorityQueue<Waiting> queue) {
        Upload upload = vehicle.next();
        if (upload != null) {
            queue.add(new Waiting(upload.receivedAtMillis().orElseThrow(), number, vehicle, upload));
        }
    }

    private record Waiting(long sentAtMillis, int number, Vehicle vehicle, Upload upload) {}
}
