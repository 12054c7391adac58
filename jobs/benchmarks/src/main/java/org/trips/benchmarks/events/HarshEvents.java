package org.trips.benchmarks.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.trips.benchmarks.MarkdownTable;
import org.trips.benchmarks.roads.ImportedRoads;
import org.trips.journeys.EventType;
import org.trips.journeys.evaluation.EventScore;
import org.trips.journeys.evaluation.ProfileJudge;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Events on real and on simulated drives, as the tables in the README of the module journeys. */
@Command(
        name = "HarshEvents",
        description = "Harsh events by threshold, against a device's own events, and against simulated truth.",
        mixinStandardHelpOptions = true)
public final class HarshEvents implements Callable<Integer> {
    /** A receiver's speed lags an accelerometer by 1 to 2 s. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final List<Double> THRESHOLDS = List.of(2.0, 2.5, 3.0, 3.5);
    private static final List<Double> CORNERING_THRESHOLDS = List.of(2.5, 3.0, 3.5, 4.0);
    /** Below the built-in ones, since GPS reads less than an accelerometer. */
    private static final List<Double> LOWER_THRESHOLDS = List.of(2.0, 1.5);
    /** 0.35 g, from which on the device sees an event. */
    private static final double DEVICE_THRESHOLD = 3.43;

    private static final List<EventType> ALL = List.of(EventType.values());
    private static final double MM_PER_KM = 1e6;
    private static final double PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            defaultValue = "../shared/data",
            description = "Folder with ndsbr and nds-driveplotr. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--samples",
            paramLabel = "DIR",
            defaultValue = "sample-data",
            description = "Folder with Helsinki.osm.pbf and test.osm.pbf. Default: ${DEFAULT-VALUE}.")
    private Path samples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the simulated drives. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new HarshEvents());
    }

    @Override
    public Integer call() throws IOException {
        Path ndsbr = data.resolve("ndsbr");
        Path driveplotr = data.resolve("nds-driveplotr");
        if (Files.isDirectory(ndsbr) && Files.isDirectory(driveplotr)) {
            RecordedDrives country = RecordedDrives.driveplotr(driveplotr);
            printRates(RecordedDrives.ndsbr(ndsbr), country);
            printDeviceEvents(country);
        } else {
            spec.commandLine()
                    .getErr()
                    .println("SKIPPED real drives: there are no folders ndsbr and nds-driveplotr in " + data);
        }
        printDefects();
        return 0;
    }

    private void printRates(RecordedDrives city, RecordedDrives country) {
        printHead(
                "events per 100 km",
                "km",
                heading("braking", THRESHOLDS),
                heading("acceleration", THRESHOLDS),
                heading("cornering", CORNERING_THRESHOLDS));
        printRates("ndsbr, GPS", city, true);
        printRates("nds-driveplotr, GPS", country, true);
        printRates("nds-driveplotr, accelerometer", country, false);
    }

    private static String heading(String type, List<Double> thresholds) {
        return type + " ≥ " + thresholds.stream().map(Object::toString).collect(Collectors.joining(" / "));
    }

    private void printRates(String name, RecordedDrives drives, boolean gpsAlone) {
        table().row(
                        name,
                        String.format(
                                Locale.ROOT,
                                "%.0f",
                                drives.judgedBy(judge(Profile.defaults(), gpsAlone))
                                                .score(EventType.BRAKING)
                                                .distanceMm()
                                        / MM_PER_KM),
                        rates(drives, EventType.BRAKING, THRESHOLDS, gpsAlone),
                        rates(drives, EventType.ACCELERATION, THRESHOLDS, gpsAlone),
                        rates(drives, EventType.CORNERING, CORNERING_THRESHOLDS, gpsAlone));
    }

    private static String rates(RecordedDrives drives, EventType type, List<Double> thresholds, boolean gpsAlone) {
        return thresholds.stream()
                .map(threshold -> drives.judgedBy(judge(Profile.defaults().withHarshFrom(threshold), gpsAlone))
                        .score(type)
                        .per100Km())
                .map(rate -> String.format(Locale.ROOT, "%.1f", rate))
                .collect(Collectors.joining(" / "));
    }

    private void printDeviceEvents(RecordedDrives drives) {
        printHead(
                "nds-driveplotr, by",
                "event",
                "device's events ≥ 0.45 g",
                "found",
                "false per 100 km",
                "of 0.35 to 0.44 g per 100 km");
        Profile builtIn = Profile.defaults();
        printDeviceEvents("accelerometer", drives.judgedBy(judge(builtIn, false)));
        printDeviceEvents(
                "accelerometer from " + DEVICE_THRESHOLD + " m/s²",
                drives.judgedBy(judge(builtIn.withHarshFrom(DEVICE_THRESHOLD), false)));
        printDeviceEvents("GPS", drives.judgedBy(judge(builtIn, true)));
        for (double threshold : LOWER_THRESHOLDS) {
            printDeviceEvents(
                    "GPS from " + threshold + " m/s²", drives.judgedBy(judge(builtIn.withHarshFrom(threshold), true)));
        }
    }

    private void printDeviceEvents(String name, ProfileJudge judge) {
        for (EventType type : ProfileJudge.HARSH) {
            EventScore score = judge.score(type);
            table().row(
                            name,
                            type.label(),
                            Integer.toString(score.known()),
                            percent(score.foundShare()),
                            String.format(Locale.ROOT, "%.1f", score.wrongPer100Km()),
                            String.format(Locale.ROOT, "%.1f", score.doubtfulPer100Km()));
        }
    }

    private void printDefects() throws IOException {
        List<RoadNetwork> roads = List.of(
                ImportedRoads.of(samples.resolve("Helsinki.osm.pbf")),
                ImportedRoads.of(samples.resolve("test.osm.pbf")));
        List<String> head = new ArrayList<>(List.of("simulated drives, defect", "km"));
        ALL.forEach(type -> head.add(type.label() + ": true, found / precision"));
        printHead(head.toArray(String[]::new));
        SimulatedDefect.ALL.parallelStream()
                .map(defect -> row(defect, roads))
                .toList()
                .forEach(table()::row);
    }

    private String[] row(SimulatedDefect defect, List<RoadNetwork> roads) {
        List<ProfileJudge> judges = roads.stream()
                .map(network -> defect.judge(network, seed, TOLERANCE))
                .toList();
        List<String> row = new ArrayList<>(List.of(defect.name()));
        row.add(String.format(
                Locale.ROOT, "%,.0f", total(judges, EventType.BRAKING).distanceMm() / MM_PER_KM));
        for (EventType type : ALL) {
            EventScore score = total(judges, type);
            row.add(score.known() + ", " + percent(score.foundShare()) + " / " + percent(score.precision()));
        }
        return row.toArray(String[]::new);
    }

    private static EventScore total(List<ProfileJudge> judges, EventType type) {
        return judges.stream().map(judge -> judge.score(type)).reduce(EventScore.NONE, EventScore::plus);
    }

    private static ProfileJudge judge(Profile profile, boolean gpsAlone) {
        return gpsAlone ? ProfileJudge.ofGpsAlone(null, profile, TOLERANCE) : ProfileJudge.of(null, profile, TOLERANCE);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", PERCENT * share);
    }

    private MarkdownTable table() {
        return new MarkdownTable(spec.commandLine().getOut());
    }

    private void printHead(String... cells) {
        spec.commandLine().getOut().println();
        table().head(cells);
    }
}
