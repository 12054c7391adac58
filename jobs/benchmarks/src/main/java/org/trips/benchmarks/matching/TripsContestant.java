package org.trips.benchmarks.matching;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchingParameters;
import org.trips.matching.PathLine;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;

/** This project's matcher with its default parameters. */
final class TripsContestant extends LocalContestant {
    private final List<Trace> drives;
    private final RoadNetwork roads;
    private final MapMatcher matcher;

    /** Opens a road file and readies a matcher. */
    TripsContestant(List<Trace> drives, Path roadFile) throws IOException {
        super(drives);
        this.drives = drives;
        roads = RoadNetwork.open(roadFile);
        matcher = new MapMatcher(roads, MatchingParameters.defaults());
    }

    @Override
    void match(int drive) {
        matcher.match(drives.get(drive));
    }

    @Override
    List<PathLine> lines(int drive) {
        return matcher.match(drives.get(drive)).paths().stream()
                .map(path -> PathLine.of(path, roads))
                .toList();
    }

    @Override
    public void close() {
        // The road file is unmapped with the network.
    }
}
