package org.trips.benchmarks.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.evaluation.KnownEvent;
import org.trips.journeys.evaluation.ProfileJudge;
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
 */
record SimulatedDefect(String name, Defects defects) {
    private static final double NOISE = Defects.NOISE.noiseMetres();
    private static final int VEHICLES = 20;
    private static final Duration TIME = Duration.ofDays(2);
    private static final double MILLIS = 1_000;

    /** Each alone, beside a good device's noise, at shares far above what a fleet has; then all at once. */
    static final List<SimulatedDefect> ALL = List.of(
            new SimulatedDefect("none", Defects.NONE),
            new SimulatedDefect("noise of 2.5 m", Defects.NOISE),
            new SimulatedDefect("noise of 10 m", new Defects(10, 0, 0, 0, 0, 0, 0)),
            new SimulatedDefect("a hole of 44 to 74 s in each journey", new Defects(NOISE, 1, 0, 0, 0, 0, 0)),
            new SimulatedDefect("half of the uploads twice", new Defects(NOISE, 0, 0.5, 0, 0, 0, 0)),
            new SimulatedDefect("half of the uploads out of order", new Defects(NOISE, 0, 0, 0.5, 0, 0, 0)),
            new SimulatedDefect("half of the journeys hours late", new Defects(NOISE, 0, 0, 0, 0.5, 0, 0)),
            new SimulatedDefect("clock faults in 20 %", new Defects(NOISE, 0, 0, 0, 0, 0.2, 0)),
            new SimulatedDefect("20 % each without speed, heading, accuracy", new Defects(NOISE, 0, 0, 0, 0, 0, 0.2)),
            new SimulatedDefect("all of it, 10 % each", new Defects(NOISE, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)));

    /** What the built-in profile finds of what happened. The same seed gives the same figures. */
    ProfileJudge judge(RoadNetwork roads, long seed, Duration tolerance) {
        Map<String, WholeHistory> devices = new HashMap<>();
        Map<String, List<KnownEvent>> known = new HashMap<>();
        new Simulation(roads, SimulationOptions.of(VEHICLES, TIME, seed).with(defects))
                .run(
                        upload -> devices.computeIfAbsent(upload.device(), none -> new WholeHistory())
                                .add(upload.points()),
                        journey -> known.computeIfAbsent(journey.device(), none -> new ArrayList<>())
                                .addAll(events(journey)));
        ProfileJudge judge = ProfileJudge.of(roads, Profile.defaults(), tolerance);
        devices.forEach((device, points) -> judge.add(points, known.getOrDefault(device, List.of())));
        return judge;
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
