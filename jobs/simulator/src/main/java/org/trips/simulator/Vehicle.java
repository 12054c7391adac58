package org.trips.simulator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;

/**
 * One vehicle with its driver and its device, driving journey after journey. Each vehicle has random numbers of its own,
 * and its device others than its driver: one vehicle more, or other defects, change no drive.
 */
final class Vehicle {
    private static final double SHORTEST_JOURNEY_METRES = 2500;
    private static final double LONGEST_JOURNEY_METRES = 8000;
    /** The device is on for a moment before the vehicle moves, and for some time after. */
    private static final int LONGEST_IDLE_BEFORE_MILLIS = 25_000;

    private static final int SHORTEST_IDLE_AFTER_MILLIS = 15_000;
    private static final int LONGEST_IDLE_AFTER_MILLIS = 90_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final String device;
    private final DrivableRoads roads;
    private final RouteChoice routes;
    private final SplittableRandom random;
    private final DrivingStyle style;
    private final DayRhythm rhythm;
    private final Receiver receiver;
    private final Sender sender;
    private final long endMillis;
    private final Consumer<JourneyTruth> truth;
    private long departureMillis;
    private int parkedOn;

    Vehicle(
            int number,
            SimulationOptions options,
            DrivableRoads roads,
            RouteChoice routes,
            Consumer<JourneyTruth> truth) {
        SplittableRandom ownSeeds = new SplittableRandom(options.seed() * 1_000_003 + number);
        this.device = options.devicePrefix() + number;
        this.roads = roads;
        this.routes = routes;
        this.random = ownSeeds.split();
        this.receiver = new Receiver(options.defects(), ownSeeds.split());
        this.sender = new Sender(device, options.defects(), ownSeeds.split());
        this.truth = truth;
        this.endMillis = options.start().plus(options.span()).toEpochMilli();
        boolean rough = isAmong(number, options.rough());
        boolean speeding = isAmong(number + 1, options.speeding());
        this.style = DrivingStyle.any(random, rough, speeding);
        this.rhythm = new DayRhythm(options.zone(), random);
        this.parkedOn = roads.anyPlace(random);
        this.departureMillis = rhythm.firstDeparture(options.start().toEpochMilli());
    }

    /** Spreads a share evenly over the numbers: of any ten vehicles, a third is three or four. */
    private static boolean isAmong(int number, double share) {
        return Math.floor(number * share) > Math.floor((number - 1) * share);
    }

    /** The next upload in order of sending, or null when there are no more. */
    Upload next() {
        while (!sender.isDue(departureMillis < endMillis ? departureMillis - LONGEST_IDLE_BEFORE_MILLIS : NEVER)) {
            if (departureMillis >= endMillis) {
                return null;
            }
            drive();
        }
        return sender.next();
    }

    private void drive() {
        double metres = random.nextDouble(SHORTEST_JOURNEY_METRES, LONGEST_JOURNEY_METRES);
        List<Integer> route = routes.roundFrom(parkedOn, metres, random);
        DrivenPath path = new DrivenPath(roads.network(), route);
        Drive drive = new Drive(roads, path, style, departureMillis, random);
        long recordingFrom = departureMillis - random.nextInt(LONGEST_IDLE_BEFORE_MILLIS);
        long engineOff = drive.arrivalMillis() + random.nextInt(SHORTEST_IDLE_AFTER_MILLIS, LONGEST_IDLE_AFTER_MILLIS);
        List<Point> points = receiver.receive(drive.fixes(recordingFrom, engineOff), engineOff - 1000);
        sender.send(points);
        truth.accept(drive.truth(device));
        parkedOn = path.lastEdge();
        departureMillis = rhythm.nextDeparture(drive.arrivalMillis());
    }
}
