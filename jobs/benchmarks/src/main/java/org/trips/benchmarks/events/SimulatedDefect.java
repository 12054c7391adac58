package org.trips.benchmarks.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.trips.benchmarks.speeds.SpeedDefect;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.evaluation.KnownEvent;
import org.trips.journeys.evaluation.ProfileJudge;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;
import org.trips.simulator.Defects;
import org.trips.simulator.JourneyTruth;
import org.trips.simulator.Simulation;
import org.trips.simulator.SimulationOptions;

/**
 * One way in which devices fail, and how well the events of simulated drives are found in spite of it.
 *
 * @param name as the table's row is headed
 * @param harm makes of a device's points, in order of time, those that are sent
 */
record SimulatedDefect(String name, Defects defects, BiFunction<List<Point>, Random, List<Point>> harm) {
    private static final double NOISE = Defects.NOISE.noiseMetres();
    private static final int VEHICLES = 20;
    private static final Duration TIME = Duration.ofDays(2);
    private static final double MILLIS = 1_000;

    /** After so long without a point another drive begins. */
    private static final long PAUSE_MILLIS = 300_000;

    private static final long LOST_MILLIS = 120_000;

    /** Two kilometres. */
    private static final double FIRST_FIX_OFF_DEGREES = 0.018;

    /** Each alone, beside a good device's noise, at shares far above what a fleet has; then all that uploads suffer at once. */
    static final List<SimulatedDefect> ALL = Stream.concat(
                    Stream.of(
                            new SimulatedDefect("none", Defects.NONE),
                            new SimulatedDefect("noise of 2.5 m", Defects.NOISE),
                            new SimulatedDefect("noise of 10 m", new Defects(10, 0, 0, 0, 0, 0, 0)),
                            new SimulatedDefect(
                                    "a hole of 44 to 74 s in each journey", new Defects(NOISE, 1, 0, 0, 0, 0, 0)),
                            new SimulatedDefect("half of the uploads twice", new Defects(NOISE, 0, 0.5, 0, 0, 0, 0)),
                            new SimulatedDefect(
                                    "half of the uploads out of order", new Defects(NOISE, 0, 0, 0.5, 0, 0, 0)),
                            new SimulatedDefect(
                                    "half of the journeys hours late", new Defects(NOISE, 0, 0, 0, 0.5, 0, 0)),
                            new SimulatedDefect("clock faults in 20 %", new Defects(NOISE, 0, 0, 0, 0, 0.2, 0)),
                            new SimulatedDefect(
                                    "20 % each without speed, heading, accuracy",
                                    new Defects(NOISE, 0, 0, 0, 0, 0, 0.2)),
                            new SimulatedDefect(
                                    "all of it, 10 % each", new Defects(NOISE, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)),
                            new SimulatedDefect(
                                    "each first fix 2 km off",
                                    Defects.NOISE,
                                    (points, random) -> withFirstFixesOff(points)),
                            new SimulatedDefect(
                                    "each start lost for 2 min",
                                    Defects.NOISE,
                                    (points, random) -> withoutStarts(points))),
                    SpeedDefect.ALL.stream()
                            .filter(defect -> !defect.name().startsWith("none"))
                            .map(defect ->
                                    new SimulatedDefect("speeds " + defect.name(), defect.defects(), defect.harm())))
            .toList();

    private SimulatedDefect(String name, Defects defects) {
        this(name, defects, (points, random) -> points);
    }

    /** What the built-in profile finds of what happened. The same seed gives the same figures. */
    ProfileJudge judge(RoadNetwork roads, long seed, Duration tolerance) {
        Map<String, List<Point>> devices = new HashMap<>();
        Map<String, List<KnownEvent>> known = new HashMap<>();
        new Simulation(roads, SimulationOptions.of(VEHICLES, TIME, seed).with(defects))
                .run(
                        upload -> devices.computeIfAbsent(upload.device(), none -> new ArrayList<>())
                                .addAll(upload.points()),
                        journey -> known.computeIfAbsent(journey.device(), none -> new ArrayList<>())
                                .addAll(events(journey)));
        ProfileJudge judge = ProfileJudge.of(roads, Profile.defaults(), tolerance);
        devices.forEach((device, points) -> {
            WholeHistory history = new WholeHistory();
            history.add(harm.apply(inOrder(points), new Random(seed)));
            judge.add(history, known.getOrDefault(device, List.of()));
        });
        return judge;
    }

    private static List<Point> inOrder(List<Point> points) {
        return points.stream()
                .sorted(Comparator.comparingLong(Point::timeMillis))
                .toList();
    }

    private static List<Point> withFirstFixesOff(List<Point> points) {
        List<Point> sent = new ArrayList<>();
        long last = Long.MIN_VALUE / 2;
        for (Point point : points) {
            boolean first = point.timeMillis() - last > PAUSE_MILLIS;
            sent.add(
                    first
                            ? Point.at(point.timeMillis(), point.latitude() + FIRST_FIX_OFF_DEGREES, point.longitude())
                                    .speedMps(point.speedMps())
                                    .build()
                            : point);
            last = point.timeMillis();
        }
        return sent;
    }

    private static List<Point> withoutStarts(List<Point> points) {
        List<Point> sent = new ArrayList<>();
        long last = Long.MIN_VALUE / 2;
        long began = last;
        for (Point point : points) {
            if (point.timeMillis() - last > PAUSE_MILLIS) {
                began = point.timeMillis();
            }
            if (point.timeMillis() - began >= LOST_MILLIS) {
                sent.add(point);
            }
            last = point.timeMillis();
        }
        return sent;
    }

    private static List<KnownEvent> events(JourneyTruth journey) {
        return journey.events().stream()
                .map(event -> new KnownEvent(
                        event.type(),
                        event.startMillis(),
                        event.startMillis() + Math.round(event.seconds() * MILLIS),
                        false))
                .toList();
    }
}
