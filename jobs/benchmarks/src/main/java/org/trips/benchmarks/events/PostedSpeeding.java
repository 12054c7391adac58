package org.trips.benchmarks.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.trips.benchmarks.MarkdownTable;
import org.trips.benchmarks.events.RecordedDrives.Posted;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.measure.RecordedLimits;
import org.trips.journeys.measure.SpeedingEpisode;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.JourneyPoints;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Speeding against the limits that a driving study looked up for each of its points, as the table in the README of journeys. */
@Command(
        name = "PostedSpeeding",
        description = "Points above the posted limit, counted plainly and by the product's rule for speeding.",
        mixinStandardHelpOptions = true)
public final class PostedSpeeding implements Callable<Integer> {
    private static final double KMH_PER_MPS = 3.6;
    private static final double MM_PER_100_KM = 1e8;
    private static final double MM_PER_METRE = 1e3;
    private static final double PERCENT = 100;
    private static final List<Integer> TOLERANCES_KMH = List.of(0, 5, 10, 15);

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            defaultValue = "../shared/data",
            description = "Folder with ndsbr. Default: ${DEFAULT-VALUE}.")
    private Path data;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PostedSpeeding());
    }

    @Override
    public Integer call() throws IOException {
        Path ndsbr = data.resolve("ndsbr");
        if (!Files.isDirectory(ndsbr)) {
            spec.commandLine().getErr().println("SKIPPED real drives: there is no folder ndsbr in " + data);
            return 0;
        }
        RecordedDrives drives = RecordedDrives.ndsbr(ndsbr);
        Profile.Speeding builtIn = Profile.defaults().speeding();
        table().head(
                        "above the posted limit by",
                        "points of the file",
                        "points of journeys",
                        "in episodes",
                        "in episodes ≥ 10 s",
                        "of these",
                        "per 100 km");
        for (int tolerance : TOLERANCES_KMH) {
            print(
                    "+" + tolerance + " km/h",
                    drives,
                    new Profile.Speeding(0, tolerance / KMH_PER_MPS, builtIn.shortest()));
        }
        print("+10 %, at least 8 km/h (built-in)", drives, builtIn);
        return 0;
    }

    private void print(String name, RecordedDrives drives, Profile.Speeding rule) {
        Shares all = Shares.of(drives, new Profile.Speeding(rule.toleranceShare(), rule.toleranceMps(), Duration.ZERO));
        Shares lasting = Shares.of(drives, rule);
        table().row(
                        name,
                        percent(all.aboveInFile, all.knownInFile),
                        percent(all.above, all.known),
                        percent(all.inEpisodes, all.known),
                        percent(lasting.inEpisodes, lasting.known),
                        String.format(Locale.ROOT, "%d episodes", lasting.episodes),
                        String.format(
                                Locale.ROOT,
                                "%.0f",
                                lasting.episodes * MM_PER_100_KM / (lasting.metres * MM_PER_METRE)));
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", PERCENT * part / whole);
    }

    private MarkdownTable table() {
        return new MarkdownTable(spec.commandLine().getOut());
    }

    /** Counts of points: those of the file, and those that the product has in journeys. */
    static final class Shares {
        long unknownInFile;
        long knownInFile;
        /** Faster than tolerated, each by itself. */
        long aboveInFile;

        /** In journeys, with a known limit; so are those below. */
        long known;

        long above;
        long inEpisodes;
        int episodes;
        double metres;

        private Shares() {}

        static Shares of(RecordedDrives drives, Profile.Speeding rule) {
            Shares shares = new Shares();
            drives.eachPosted((drive, posted) -> shares.add(drive, posted, rule));
            return shares;
        }

        private void add(WholeHistory drive, Map<Long, Posted> posted, Profile.Speeding rule) {
            for (Posted fix : posted.values()) {
                unknownInFile += fix.limitKmh() == 0 ? 1 : 0;
                knownInFile += fix.limitKmh() == 0 ? 0 : 1;
                aboveInFile += isAbove(fix.speedMps(), fix.limitKmh(), rule) ? 1 : 0;
            }
            Profile profile = Profile.defaults();
            for (JourneyPoints journey : drive.journeys(Versions.always(profile))) {
                List<Point> points = journey.points();
                int[] limits = points.stream()
                        .mapToInt(point -> posted.get(point.timeMillis()).limitKmh())
                        .toArray();
                List<SpeedingEpisode> found = RecordedLimits.speeding(points, limits, profile, rule);
                episodes += found.size();
                metres += RecordedLimits.metres(points, profile);
                for (int i = 0; i < limits.length; i++) {
                    count(points.get(i), limits[i], found, rule);
                }
            }
        }

        private void count(Point point, int limitKmh, List<SpeedingEpisode> found, Profile.Speeding rule) {
            if (limitKmh == 0) {
                return;
            }
            known++;
            above += isAbove(point.speedMps(), limitKmh, rule) ? 1 : 0;
            long time = point.timeMillis();
            inEpisodes +=
                    found.stream().anyMatch(episode -> episode.startMillis() <= time && time <= episode.endMillis())
                            ? 1
                            : 0;
        }

        private static boolean isAbove(double speedMps, int limitKmh, Profile.Speeding rule) {
            return limitKmh > 0 && speedMps > rule.toleratedMps(limitKmh / KMH_PER_MPS);
        }
    }
}
