package org.trips.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.trips.journeys.intake.RefusedLine;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which points in files become journeys, and the run itself: the same for tables and for the report. */
final class JourneysRun {
    @Mixin
    private PointsInput input;

    @Option(
            names = "--roads",
            paramLabel = "FILE",
            description = "Road file, made by 'trips roads'; without it distances are by GPS and limits unknown.")
    private Path roadFile;

    @Mixin
    private RulesOptions rules;

    /** Reads all points and finds their journeys; what could not be read is told on the way. */
    KnownJourneys find(boolean keepPoints, PrintWriter err) throws IOException {
        KnownJourneys journeys = new KnownJourneys(
                roadFile == null ? null : RoadNetwork.open(roadFile),
                rules.profile(),
                rules.defaultLimits(),
                rules.compared(),
                rules.pseudonyms(),
                rules.assignments(),
                keepPoints);
        try (Progress progress = Progress.of("Finding journeys", -1, " points", 1)) {
            input.read(upload -> {
                journeys.accept(upload);
                progress.add(upload.points().size());
            });
            journeys.finish();
        }
        if (journeys.devices().isEmpty()) {
            throw input.nothingUsable();
        }
        input.tellUnused(err);
        return journeys;
    }

    boolean hasRoads() {
        return roadFile != null;
    }

    List<RefusedLine> refused() {
        return input.refused();
    }

    /** The files the points came from. */
    String source() {
        return input.names();
    }
}
