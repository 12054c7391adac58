package org.trips.benchmarks.matching;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.trips.benchmarks.roads.GridDrives;
import org.trips.benchmarks.roads.GridExtract;
import org.trips.benchmarks.roads.ImportedRoads;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RouteSearch;
import org.trips.roads.SegmentSearch;

/**
 * What a fix costs in each stage of matching, and in all of them, on real drives and on the same drives in grids of
 * three sizes: the cost is meant to grow with the logarithm of the network's size at most. Pieces of drives are matched
 * one after the other.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class MatchingStagesBenchmark {
    private static final int FIXES_OF_PIECE = 100;
    private static final double RADIUS_METRES = 40;
    private static final double BOUND_METRES = 250;
    /** Where the real drives are, unless this property says otherwise. */
    private static final Path DATA = Path.of(System.getProperty("trips.shared.data", "../shared/data"));

    /** Real drives, or a grid by its crossings on each side. */
    @Param({"KUBICKA", "CHICAGO", "250", "500", "1000"})
    private String roads;

    private List<Trace> pieces;
    private MapMatcher matcher;
    private SegmentSearch segments;
    private RouteSearch routes;
    private MatchedTrace[] matched;
    private int piece;

    /** Imports the roads and cuts the drives into pieces. */
    @Setup
    public void prepare() throws IOException {
        RoadNetwork network;
        if (Character.isDigit(roads.charAt(0))) {
            Path extract = Files.createTempFile("grid", ".osm.pbf");
            GridExtract.main(new String[] {extract.toString(), roads});
            network = ImportedRoads.of(extract);
            Files.delete(extract);
            pieces = GridDrives.make(FIXES_OF_PIECE);
        } else {
            DriveSet set = DriveSet.valueOf(roads);
            network = ImportedRoads.of(set.extract(DATA));
            pieces = pieces(Drives.read(set.drives(DATA)));
        }
        matcher = new MapMatcher(network, MatchingParameters.defaults());
        segments = new SegmentSearch(network);
        routes = new RouteSearch(network);
        matched = pieces.stream().map(matcher::match).toArray(MatchedTrace[]::new);
    }

    /** All of it. */
    @Benchmark
    @OperationsPerInvocation(FIXES_OF_PIECE)
    public MatchedTrace match() {
        return matcher.match(pieces.get(nextPiece()));
    }

    /** The search for the edges near each fix. */
    @Benchmark
    @OperationsPerInvocation(FIXES_OF_PIECE)
    public int candidates() {
        Trace trace = pieces.get(nextPiece());
        int found = 0;
        for (int i = 0; i < FIXES_OF_PIECE; i++) {
            found += segments.within(trace.latitude(i), trace.longitude(i), RADIUS_METRES);
        }
        return found;
    }

    /** One search for the way from each fix's place to the next one's. */
    @Benchmark
    @OperationsPerInvocation(FIXES_OF_PIECE)
    public double routes() {
        MatchedTrace places = matched[nextPiece()];
        double metres = 0;
        for (int i = 1; i < FIXES_OF_PIECE; i++) {
            if (places.edge(i - 1) >= 0 && places.edge(i) >= 0) {
                routes.begin();
                int target = routes.addTarget(places.edge(i), places.metresAlongEdge(i));
                routes.search(places.edge(i - 1), places.metresAlongEdge(i - 1), BOUND_METRES);
                metres += Math.min(BOUND_METRES, routes.metres(target));
            }
        }
        return metres;
    }

    private int nextPiece() {
        piece = (piece + 1) % pieces.size();
        return piece;
    }

    private static List<Trace> pieces(List<Trace> drives) {
        List<Trace> pieces = new ArrayList<>();
        for (Trace drive : drives) {
            for (int first = 0; first + FIXES_OF_PIECE <= drive.size(); first += FIXES_OF_PIECE) {
                Trace.Builder piece = Trace.builder(FIXES_OF_PIECE);
                for (int i = first; i < first + FIXES_OF_PIECE; i++) {
                    piece.add(drive.timeMillis(i), drive.latitude(i), drive.longitude(i));
                }
                pieces.add(piece.build());
            }
        }
        return pieces;
    }
}
