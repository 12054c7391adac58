package org.trips.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.intake.RefusedLine;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyFile;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which points in files become journeys, and the run itself: the same for tables and for the report. */
final class JourneysRun {
    private static final byte[] OPEN_KEY = "trips, for one's own eyes".getBytes(StandardCharsets.UTF_8);
    private static final String OPEN_KEY_VERSION = "open";

    @Mixin
    private PointsInput input;

    @Option(
            names = "--roads",
            paramLabel = "FILE",
            description = "Road file, made by 'trips roads'; without it distances are by GPS and limits unknown.")
    private Path roadFile;

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description = "Which device belongs to which policy, from when to when (JSON).")
    private Path policyFile;

    @Option(names = "--profile", paramLabel = "FILE", description = "Thresholds (YAML) instead of the built-in ones.")
    private Path profileFile;

    @Option(
            names = "--default-limits",
            paramLabel = "FILE",
            description = {
                "A table of limits by class of road (YAML), for roads of which none is known. Without it these stay",
                "unknown, and nothing is speeding there."
            })
    private Path defaultLimitsFile;

    @Option(
            names = "--compare-profile",
            paramLabel = "FILE",
            description = {
                "Also find harsh events by these thresholds, as comparedEvents of each journey; may be given several",
                "times. Everything else stays as the profile has it."
            })
    private List<Path> comparedFiles = new ArrayList<>();

    @Option(
            names = "--pseudonym-key",
            paramLabel = "FILE",
            description = {
                "The key that turns devices into pseudonyms, at least 16 bytes. Without it a key is used",
                "that everybody knows: keep what is written as safe as the points themselves."
            })
    private Path keyFile;

    @Option(
            names = "--pseudonym-key-version",
            defaultValue = "k1",
            paramLabel = "NAME",
            description = "The name of that key, which begins every pseudonym; default ${DEFAULT-VALUE}.")
    private String keyVersion;

    /** Reads all points and finds their journeys; what could not be read is told on the way. */
    KnownJourneys find(boolean keepPoints, PrintWriter err) throws IOException {
        KnownJourneys journeys = new KnownJourneys(
                roadFile == null ? null : RoadNetwork.open(roadFile),
                profileFile == null ? Profile.defaults() : Profile.load(profileFile),
                defaultLimitsFile == null ? null : DefaultLimits.load(defaultLimitsFile),
                compared(),
                pseudonyms(),
                policyFile == null
                        ? Map.<String, DeviceAssignments>of()
                        : PolicyFile.read(policyFile).assignments(),
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

    private List<Profile> compared() throws IOException {
        List<Profile> compared = new ArrayList<>();
        for (Path file : comparedFiles) {
            compared.add(Profile.load(file));
        }
        return compared;
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

    private Pseudonyms pseudonyms() throws IOException {
        if (keyFile == null) {
            return new Pseudonyms(OPEN_KEY_VERSION, OPEN_KEY);
        }
        try {
            return new Pseudonyms(keyVersion, Files.readAllBytes(keyFile));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(keyFile + ": " + e.getMessage());
        }
    }
}
