package org.trips.benchmarks.speeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.trips.benchmarks.MarkdownTable;
import org.trips.benchmarks.events.RecordedDrives;
import org.trips.benchmarks.roads.ImportedRoads;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.SpeedUnit;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.measure.JourneyMeasurer;
import org.trips.journeys.measure.JourneyTrack;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.roads.RoadNetwork;
import org.trips.simulator.Defects;
import org.trips.simulator.Simulation;
import org.trips.simulator.SimulationOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Speeds against the true ones, and units recognised, as the tables in the README of the module journeys. */
@Command(
        name = "SpeedAccuracy",
        description = "Speeds of journeys against the true ones, by defect, and how well units are recognised.",
        mixinStandardHelpOptions = true)
public final class SpeedAccuracy implements Callable<Integer> {
    private static final int[] SECONDS_BETWEEN_FIXES = {1, 5, 30};
    private static final Versions<Profile> PROFILES = Versions.always(Profile.defaults());

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            defaultValue = "../shared/data",
            description = "Folder with ndsbr, nds-driveplotr and dallas. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--samples",
            paramLabel = "DIR",
            defaultValue = "sample-data",
            description = "Folder with test.osm.pbf. Default: ${DEFAULT-VALUE}.")
    private Path samples;

    @Option(
            names = "--vehicles",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many drive for a day. Default: ${DEFAULT-VALUE}.")
    private int vehicles;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SpeedAccuracy()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Collection<WholeHistory>> recorded = recorded();
        RoadNetwork roads = ImportedRoads.of(samples.resolve("test.osm.pbf"));
        table().head(
                        "simulated drives, reported speeds",
                        "RMS error, m/s",
                        "highest speed off by, m/s",
                        "not believed");
        Map<String, List<Point>> truth = drive(roads, Defects.NONE);
        Map<Defects, Map<String, List<Point>>> received = new HashMap<>();
        for (SpeedDefect defect : SpeedDefect.ALL) {
            SpeedErrors errors = errors(
                    truth, received.computeIfAbsent(defect.defects(), defects -> drive(roads, defects)), defect, roads);
            table().row(defect.name(), errors.rms(), errors.highest(), errors.notReported());
        }
        table().head("real drives", "journeys", "RMS error where reports are hidden, m/s", "reports not believed");
        recorded.forEach(this::printHidden);
        recorded.put("simulated, noise of 2.5 m", histories(received.get(Defects.NOISE)));
        table().head("drives, seconds between fixes", "journeys", "unit of", "told right", "told wrong", "not told");
        recorded.forEach(this::printUnits);
        return 0;
    }

    private Map<String, Collection<WholeHistory>> recorded() throws IOException {
        Map<String, Collection<WholeHistory>> recorded = new LinkedHashMap<>();
        if (Stream.of("ndsbr", "nds-driveplotr", "dallas").allMatch(name -> Files.isDirectory(data.resolve(name)))) {
            recorded.put("ndsbr", RecordedDrives.ndsbr(data.resolve("ndsbr")).drives());
            recorded.put(
                    "nds-driveplotr",
                    RecordedDrives.driveplotr(data.resolve("nds-driveplotr")).drives());
            recorded.put("dallas", RecordedDrives.dallas(data.resolve("dallas")).drives());
        } else {
            spec.commandLine()
                    .getErr()
                    .println("SKIPPED real drives: there are no folders ndsbr, nds-driveplotr and dallas in " + data);
        }
        return recorded;
    }

    private static SpeedErrors errors(
            Map<String, List<Point>> truth, Map<String, List<Point>> received, SpeedDefect defect, RoadNetwork roads) {
        SpeedErrors errors = new SpeedErrors();
        JourneyMeasurer measurer = new JourneyMeasurer(roads, Profile.defaults());
        truth.forEach((device, exact) -> {
            Map<Long, Double> mpsByTime = new HashMap<>();
            exact.forEach(point -> mpsByTime.put(point.timeMillis(), point.speedMps()));
            for (JourneyPoints journey : history(defect.harm().apply(received.get(device), new Random(1)))
                    .journeys(PROFILES)) {
                JourneyTrack track = measurer.track(journey, DeviceAssignments.NONE);
                errors.add(track, i -> mpsByTime.get(track.timeMillis(i)));
            }
        });
        return errors;
    }

    /** The device's own word is the truth here, where it is believed. */
    private void printHidden(String name, Collection<WholeHistory> drives) {
        SpeedErrors hidden = new SpeedErrors();
        SpeedErrors given = new SpeedErrors();
        JourneyMeasurer measurer = new JourneyMeasurer(null, Profile.defaults());
        for (JourneyPoints journey : journeys(drives)) {
            JourneyTrack track = measurer.track(journey, DeviceAssignments.NONE);
            given.add(track, track::speedMps);
            hidden.add(
                    measurer.track(
                            with(journey, SpeedDefect.each(journey.points(), mps -> Double.NaN)),
                            DeviceAssignments.NONE),
                    i -> track.reported(i) ? track.speedMps(i) : Double.NaN);
        }
        table().row(name, Integer.toString(given.journeys()), hidden.rms(), given.notReported());
    }

    private void printUnits(String name, Collection<WholeHistory> drives) {
        JourneyMeasurer measurer = new JourneyMeasurer(null, Profile.defaults());
        for (int seconds : SECONDS_BETWEEN_FIXES) {
            for (SpeedUnit unit : SpeedUnit.values()) {
                int right = 0;
                int wrong = 0;
                int untold = 0;
                for (JourneyPoints journey : journeys(drives)) {
                    List<Point> sent = SpeedDefect.each(
                            SpeedDefect.thinned(journey.points(), seconds), mps -> mps * unit.perMps());
                    SpeedUnit told = measurer.measure(
                                    name, with(journey, sent), JourneyStatus.COMPLETE, DeviceAssignments.NONE)
                            .quality()
                            .speedUnit();
                    right += told == unit ? 1 : 0;
                    wrong += told != unit && told != null ? 1 : 0;
                    untold += told == null ? 1 : 0;
                }
                table().row(
                                name + ", " + seconds,
                                Integer.toString(right + wrong + untold),
                                unit.label(),
                                Integer.toString(right),
                                Integer.toString(wrong),
                                Integer.toString(untold));
            }
        }
    }

    private static List<JourneyPoints> journeys(Collection<WholeHistory> drives) {
        return drives.stream()
                .flatMap(drive -> drive.journeys(PROFILES).stream())
                .toList();
    }

    private static JourneyPoints with(JourneyPoints journey, List<Point> points) {
        return new JourneyPoints(points, journey.dropped());
    }

    private static Collection<WholeHistory> histories(Map<String, List<Point>> received) {
        return received.values().stream().map(SpeedAccuracy::history).toList();
    }

    private static WholeHistory history(List<Point> points) {
        WholeHistory history = new WholeHistory();
        history.add(points);
        return history;
    }

    /** By device, in order of time; the same seed drives the same with whatever defects. */
    private Map<String, List<Point>> drive(RoadNetwork roads, Defects defects) {
        Map<String, List<Point>> received = new TreeMap<>();
        new Simulation(
                        roads,
                        SimulationOptions.of(vehicles, Duration.ofDays(1), 1).with(defects))
                .run(
                        upload -> received.computeIfAbsent(upload.device(), none -> new ArrayList<>())
                                .addAll(upload.points()),
                        journey -> {});
        received.values().forEach(Collections::sort);
        return received;
    }

    private MarkdownTable table() {
        return new MarkdownTable(spec.commandLine().getOut());
    }
}
