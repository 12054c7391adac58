package org.trips.benchmarks.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.trips.benchmarks.MarkdownTable;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Whether recorded drives are found again in their points, one after the other without a mark between them, as the table
 * in the README of the module journeys.
 */
@Command(
        name = "DriveBoundaries",
        description = "Where recorded drives began and ended, against the journeys found in all their points.",
        mixinStandardHelpOptions = true)
public final class DriveBoundaries implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            defaultValue = "../shared/data",
            description = "Folder with ndsbr and nds-driveplotr. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--profile",
            paramLabel = "YAML",
            description = "Another profile beside the built-in one; may be given several times.")
    private List<Path> profiles = new ArrayList<>();

    @Option(names = "--drives", description = "Also tell each drive that is not found within 60 s at both ends.")
    private boolean eachDrive;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DriveBoundaries()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path ndsbr = data.resolve("ndsbr");
        Path driveplotr = data.resolve("nds-driveplotr");
        if (!Files.isDirectory(ndsbr) || !Files.isDirectory(driveplotr)) {
            spec.commandLine().getErr().println("There are no folders ndsbr and nds-driveplotr in " + data + ".");
            return 1;
        }
        List<Profile> all = new ArrayList<>(List.of(Profile.defaults()));
        for (Path profile : profiles) {
            all.add(Profile.load(profile));
        }
        RecordedDrives city = RecordedDrives.ndsbr(ndsbr);
        RecordedDrives country = RecordedDrives.driveplotr(driveplotr);
        table().head(
                        "drives, by",
                        "profile",
                        "drives",
                        "within 60 s at both ends",
                        "at the start",
                        "at the end",
                        "of the driving, at both ends",
                        "merged",
                        "split",
                        "too short",
                        "journeys",
                        "median off at the start, end");
        for (Profile profile : all) {
            print("ndsbr, GPS", profile, city, false);
            print("nds-driveplotr, GPS", profile, country, false);
            print("nds-driveplotr, ignition", profile, country, true);
        }
        return 0;
    }

    private void print(String name, Profile profile, RecordedDrives drives, boolean ignition) {
        FoundDrives found = new FoundDrives(profile);
        for (List<List<Point>> driver : drives.byDriver().values()) {
            found.add(
                    ignition
                            ? driver.stream().map(DriveBoundaries::withIgnition).toList()
                            : driver);
        }
        table().row(
                        name,
                        profile.id(),
                        Integer.toString(found.drives()),
                        of(found.drives(), found.within(true, true)),
                        of(found.drives(), found.within(true, false)),
                        of(found.drives(), found.within(false, true)),
                        of(found.drives(), found.drivingWithin()),
                        Long.toString(found.merged()),
                        Long.toString(found.split()),
                        Long.toString(found.tooShort()),
                        Integer.toString(found.journeys()),
                        String.format(Locale.ROOT, "%.0f s, %.0f s", found.medianOffAtStart(), found.medianOffAtEnd()));
        if (eachDrive) {
            found.misses().forEach(spec.commandLine().getOut()::println);
        }
    }

    private static String of(int all, long share) {
        return String.format(Locale.ROOT, "%d (%.0f %%)", share, 100.0 * share / all);
    }

    /** As the device would have told that the study's drives are defined by: on from the first fix, off with the last. */
    private static List<Point> withIgnition(List<Point> drive) {
        List<Point> wired = new ArrayList<>();
        for (int i = 0; i < drive.size(); i++) {
            wired.add(drive.get(i).toBuilder()
                    .ignition(i < drive.size() - 1 ? Ignition.ON : Ignition.OFF)
                    .build());
        }
        return wired;
    }

    private MarkdownTable table() {
        return new MarkdownTable(spec.commandLine().getOut());
    }
}
