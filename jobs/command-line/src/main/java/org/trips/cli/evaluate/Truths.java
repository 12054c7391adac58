package org.trips.cli.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.trips.matching.Trace;
import org.trips.matching.evaluation.TrueLine;
import org.trips.matching.evaluation.TrueRoute;
import org.trips.matching.evaluation.TrueWay;
import org.trips.matching.evaluation.UnknownWayException;
import org.trips.matching.evaluation.WayEdges;
import org.trips.roads.RoadNetwork;

/** The drives of a truth file, put together with the traces they are the truth of. Not thread-safe. */
public final class Truths {
    private static final String UNNAMED = "";

    private final RoadNetwork roads;
    private final double toleranceMetres;
    private final WayEdges edges;
    private final Map<String, List<TrueDrive>> drives = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    private Truths(RoadNetwork roads, double toleranceMetres, List<TrueDrive> read) {
        this.roads = roads;
        this.toleranceMetres = toleranceMetres;
        Set<Long> ways = new HashSet<>();
        for (TrueDrive drive : read) {
            drives.computeIfAbsent(drive.trace(), none -> new ArrayList<>()).add(drive);
            drive.ways().forEach(way -> ways.add(way.way()));
        }
        edges = new WayEdges(roads, ways);
    }

    /**
     * Reads a truth file.
     *
     * @param toleranceMetres how far a true line may lie beside the road it means
     * @throws TruthFileException if something in it is not as it should be; the message says what and where
     */
    public static Truths read(Path file, RoadNetwork roads, double toleranceMetres) throws IOException {
        return new Truths(roads, toleranceMetres, TruthReader.read(file));
    }

    /** Whether a drive lacks the name of its trace; it can only be told whose it is where there is one trace. */
    public boolean hasUnnamed() {
        return drives.containsKey(UNNAMED);
    }

    /** How many drives there are of traces of which there are points. */
    public int count(Predicate<String> hasPoints) {
        return drives.entrySet().stream()
                .filter(entry -> entry.getKey().equals(UNNAMED) || hasPoints.test(entry.getKey()))
                .mapToInt(entry -> entry.getValue().size())
                .sum();
    }

    /** The drives of a trace whose truth is known. */
    public List<KnownDrive> of(String name, Trace trace) {
        List<KnownDrive> known = new ArrayList<>();
        for (TrueDrive drive : drives.getOrDefault(name, drives.getOrDefault(UNNAMED, List.of()))) {
            Trace part = drive.isPart() ? part(trace, drive) : trace;
            String partName = drive.isPart() ? name + " from " + Instant.ofEpochMilli(drive.startMillis()) : name;
            if (part.size() == 0) {
                leftOut.add(partName + ": no point lies between its start and end");
                continue;
            }
            try {
                known.add(new KnownDrive(partName, part, route(drive, part)));
            } catch (UnknownWayException e) {
                leftOut.add(partName + ": " + e.getMessage());
            }
        }
        return known;
    }

    /** Which drives could not be judged, and why. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    private TrueRoute route(TrueDrive drive, Trace trace) {
        List<TrueWay> ways = drive.ways();
        return ways.isEmpty() ? new TrueLine(roads, drive.lines(), toleranceMetres) : edges.route(ways, trace);
    }

    /** The points of a time, sorted: a device's uploads come in any order. */
    private static Trace part(Trace trace, TrueDrive drive) {
        Trace.Builder part = Trace.builder(trace.size());
        IntStream.range(0, trace.size())
                .filter(i -> trace.timeMillis(i) >= drive.startMillis() && trace.timeMillis(i) <= drive.endMillis())
                .boxed()
                .sorted(Comparator.comparingLong(trace::timeMillis))
                .forEach(i -> part.add(
                        trace.timeMillis(i),
                        trace.latitude(i),
                        trace.longitude(i),
                        trace.speedMps(i),
                        trace.headingDegrees(i),
                        trace.accuracyMetres(i)));
        return part.build();
    }
}
