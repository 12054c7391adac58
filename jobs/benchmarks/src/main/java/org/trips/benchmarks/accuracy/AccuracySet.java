package org.trips.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.trips.benchmarks.matching.DriveSet;
import org.trips.benchmarks.matching.Drives;
import org.trips.benchmarks.roads.ImportedRoads;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Trace;
import org.trips.matching.evaluation.TrueEdges;
import org.trips.matching.evaluation.TrueLine;
import org.trips.matching.evaluation.TrueRoute;
import org.trips.matching.evaluation.TrueWay;
import org.trips.matching.evaluation.WayEdges;
import org.trips.roads.RoadNetwork;
import org.trips.simulator.DrivenStretch;
import org.trips.simulator.JourneyTruth;
import org.trips.simulator.Simulation;
import org.trips.simulator.SimulationOptions;

/**
 * Drives on one road network, each with what was truly driven.
 *
 * @param name as the table's column is headed
 */
record AccuracySet(String name, RoadNetwork roads, List<Known> drives) {
    /** One drive and the truth about it. */
    record Known(Trace trace, TrueRoute truth) {}

    private static final int SIMULATED_VEHICLES = 8;
    private static final Duration SIMULATED_TIME = Duration.ofHours(30);

    /** A real drive with its true line. */
    static AccuracySet kubicka(Path data) throws IOException {
        RoadNetwork roads = ImportedRoads.of(DriveSet.KUBICKA.extract(data));
        Optional<TrueLine> truth = DriveSet.KUBICKA.truth(data, roads);
        Trace trace = Drives.read(DriveSet.KUBICKA.drives(data)).get(0);
        return new AccuracySet("Kubička", roads, List.of(new Known(trace, truth.orElseThrow())));
    }

    /** Real drives of which the truth is not known: what is matched from all points is taken for it. */
    static AccuracySet chicago(Path data) throws IOException {
        RoadNetwork roads = ImportedRoads.of(DriveSet.CHICAGO.extract(data));
        MapMatcher matcher = new MapMatcher(roads, MatchingParameters.defaults());
        List<Known> drives = new ArrayList<>();
        for (Trace trace : Drives.read(DriveSet.CHICAGO.drives(data))) {
            TrueEdges itself = TrueEdges.of(matcher.match(trace));
            if (itself.lengthMetres() > 0) {
                drives.add(new Known(trace, itself));
            }
        }
        return new AccuracySet("Chicago, itself", roads, drives);
    }

    /** Simulated drives on an extract. */
    static AccuracySet simulated(String name, Path extract, long seed) throws IOException {
        RoadNetwork roads = ImportedRoads.of(extract);
        List<JourneyTruth> journeys = new ArrayList<>();
        Map<String, List<Point>> points = new HashMap<>();
        SimulationOptions options = SimulationOptions.of(SIMULATED_VEHICLES, SIMULATED_TIME, seed);
        new Simulation(roads, options).run(upload -> collect(upload, points), journeys::add);
        Set<Long> ways = journeys.stream()
                .flatMap(journey -> journey.ways().stream())
                .map(DrivenStretch::way)
                .collect(Collectors.toSet());
        WayEdges edges = new WayEdges(roads, ways);
        List<Known> drives = new ArrayList<>();
        for (JourneyTruth journey : journeys) {
            Trace trace = trace(journey, points.get(journey.device()));
            List<TrueWay> driven = journey.ways().stream()
                    .map(way -> new TrueWay(way.way(), way.forward(), way.fromMetres(), way.toMetres()))
                    .toList();
            drives.add(new Known(trace, edges.route(driven, trace)));
        }
        return new AccuracySet(name + ", simulated", roads, drives);
    }

    private static void collect(Upload upload, Map<String, List<Point>> points) {
        points.computeIfAbsent(upload.device(), device -> new ArrayList<>()).addAll(upload.points());
    }

    private static Trace trace(JourneyTruth journey, List<Point> points) {
        Trace.Builder trace = Trace.builder(points.size());
        points.stream()
                .filter(point -> point.timeMillis() >= journey.startMillis())
                .filter(point -> point.timeMillis() <= journey.endMillis())
                .sorted(Comparator.comparingLong(Point::timeMillis))
                .forEach(point -> trace.add(
                        point.timeMillis(),
                        point.latitude(),
                        point.longitude(),
                        point.speedMps(),
                        point.headingDegrees(),
                        point.accuracyMetres()));
        return trace.build();
    }
}
