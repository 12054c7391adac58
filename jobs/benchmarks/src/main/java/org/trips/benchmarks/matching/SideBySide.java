package org.trips.benchmarks.matching;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.trips.matching.Trace;
import org.trips.matching.evaluation.TrueLine;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Matches the same drives on the same roads with this project's matcher and with others, in turns. */
@Command(
        name = "SideBySide",
        description = "Matches the same drives on the same roads with several matchers in turns, one thread each.",
        mixinStandardHelpOptions = true)
public final class SideBySide implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            defaultValue = "../shared/data",
            description = "Folder with kubicka and chicago. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--set",
            defaultValue = "KUBICKA,CHICAGO",
            split = ",",
            description = "Which drives. Default: ${DEFAULT-VALUE}.")
    private Set<DriveSet> sets = EnumSet.noneOf(DriveSet.class);

    @Option(names = "--rounds", defaultValue = "7", description = "Measured rounds each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "4",
            description = "Rounds each before those that are measured. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "3", description = "Length of a round. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--python",
            description = "A Python with peers/requirements.txt; without it only matchers of the JVM take part.")
    private Path python;

    @Option(
            names = "--work",
            defaultValue = "jobs/benchmarks/target/side-by-side",
            description = "Folder for what the matchers make of the extracts. Default: ${DEFAULT-VALUE}.")
    private Path work;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SideBySide()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof MissingDataException) {
                command.getErr().println(failure.getMessage());
                return command.getCommandSpec().exitCodeOnInvalidInput();
            }
            throw failure;
        });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (DriveSet set : sets) {
            set.extract(data);
            set.drives(data);
        }
        Map<DriveSet, Map<Entrant, Standing>> standings = new EnumMap<>(DriveSet.class);
        for (DriveSet set : sets) {
            standings.put(set, compete(set));
        }
        spec.commandLine().getOut().println(new Table(standings));
        return 0;
    }

    private Map<Entrant, Standing> compete(DriveSet set) throws IOException, InterruptedException {
        List<Entrant> entrants = Stream.of(Entrant.values())
                .filter(entrant -> python != null || entrant.onThisJvm())
                .toList();
        List<Trace> drives = Drives.read(set.drives(data));
        Course course = Course.lay(work.resolve(set.name().toLowerCase(Locale.ROOT)), set.extract(data), drives);
        Optional<TrueLine> truth = set.truth(data, RoadNetwork.open(course.roads()));
        Map<Entrant, Standing> standings = new EnumMap<>(Entrant.class);
        Map<Entrant, Contestant> contestants = new EnumMap<>(Entrant.class);
        for (Entrant entrant : entrants) {
            entrant.prepare(course, python);
            standings.put(entrant, new Standing());
            contestants.put(entrant, entrant.start(course, drives, python));
        }
        takeTurns(set, contestants, standings);
        for (Entrant entrant : entrants) {
            try (Contestant contestant = contestants.get(entrant)) {
                standings.get(entrant).setRoutes(contestant.routes(), truth);
            }
            try (WorkerProcess alone = entrant.startAlone(course, python)) {
                alone.round(lengthOfRound());
                alone.round(lengthOfRound());
                standings.get(entrant).setResident(alone.resident());
            }
        }
        return standings;
    }

    private void takeTurns(DriveSet set, Map<Entrant, Contestant> contestants, Map<Entrant, Standing> standings)
            throws IOException {
        for (int round = 1 - warmUp; round <= rounds; round++) {
            for (Map.Entry<Entrant, Contestant> turn : contestants.entrySet()) {
                Round result = turn.getValue().round(lengthOfRound());
                System.err.printf(
                        Locale.ROOT,
                        "%s, %s, %s: %,.0f points/s, %,.0f per second of processor time%n",
                        set.title(),
                        round > 0 ? "round " + round : "warm-up",
                        turn.getKey().title(),
                        result.pointsPerSecond(),
                        result.pointsPerCpuSecond());
                if (round > 0) {
                    standings.get(turn.getKey()).add(result);
                }
            }
        }
    }

    private Duration lengthOfRound() {
        return Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
    }
}
