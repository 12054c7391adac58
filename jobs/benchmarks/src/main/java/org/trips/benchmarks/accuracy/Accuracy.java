package org.trips.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.trips.benchmarks.MarkdownTable;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchingParameters;
import org.trips.matching.evaluation.Degradation;
import org.trips.matching.evaluation.RouteScore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Matches all drives there are, real and simulated, as they are and degraded, in one table: a change that helps one set
 * and harms another shows.
 */
@Command(
        name = "Accuracy",
        description = "The map matcher against real and simulated drives, as they are and degraded, in one table.",
        mixinStandardHelpOptions = true)
public final class Accuracy implements Callable<Integer> {
    /** A row with random numbers has at least so many drives or draws, so that one draw decides nothing. */
    private static final int DRAWN_DRIVES = 20;

    private static final double PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AccuracyData data;

    @Option(names = "--save", paramLabel = "FILE", description = "Keep the figures, to compare with later.")
    private Path save;

    @Option(names = "--before", paramLabel = "FILE", description = "Print figures kept before beside those of now.")
    private Path before;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Of the simulated drives; parameters were chosen on those of seed 1. Default: ${DEFAULT-VALUE}.")
    private long seed;

    private final Map<String, String> cells = new LinkedHashMap<>();

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Accuracy()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<AccuracySet> sets = List.of(
                data.kubicka(),
                data.chicago(),
                data.helsinki(seed),
                data.town(seed),
                data.liechtenstein(seed),
                data.monaco(seed),
                data.andorra(seed));
        for (AccuracySet set : sets) {
            for (Degradation degradation : Degradation.TABLE) {
                cells.put(key(set, degradation), cell(set, degradation));
            }
        }
        if (save != null) {
            List<String> lines = cells.entrySet().stream()
                    .map(cell -> cell.getKey() + "\t" + cell.getValue())
                    .toList();
            Files.write(save, lines);
        }
        print(sets);
        return 0;
    }

    /** Route mismatch of all drives together, the median over draws, and how many of them were split. */
    private static String cell(AccuracySet set, Degradation degradation) {
        int draws = degradation.isRandom()
                ? (int) Math.ceil((double) DRAWN_DRIVES / set.drives().size())
                : 1;
        RouteScore[] scores = IntStream.range(0, draws)
                .mapToObj(draw -> score(set, degradation, draw))
                .toArray(RouteScore[]::new);
        double[] mismatch =
                Arrays.stream(scores).mapToDouble(RouteScore::mismatch).sorted().toArray();
        double median = (mismatch[(draws - 1) / 2] + mismatch[draws / 2]) / 2;
        RouteScore all = Arrays.stream(scores).reduce(RouteScore.NONE, RouteScore::plus);
        return String.format(Locale.ROOT, "%.2f / %.1f", PERCENT * median, PERCENT * all.splitShare());
    }

    private static RouteScore score(AccuracySet set, Degradation degradation, int draw) {
        ThreadLocal<MapMatcher> matcher =
                ThreadLocal.withInitial(() -> new MapMatcher(set.roads(), MatchingParameters.defaults()));
        return IntStream.range(0, set.drives().size())
                .parallel()
                .mapToObj(d -> {
                    AccuracySet.Known drive = set.drives().get(d);
                    SplittableRandom random = new SplittableRandom(31L * draw + d);
                    return drive.truth().score(matcher.get().match(degradation.of(drive.trace(), random)));
                })
                .collect(Collectors.reducing(RouteScore.NONE, RouteScore::plus));
    }

    private void print(List<AccuracySet> sets) throws IOException {
        Map<String, String> earlier = before == null
                ? Map.of()
                : Files.readAllLines(before).stream()
                        .collect(Collectors.toMap(
                                line -> line.substring(0, line.lastIndexOf('\t')),
                                line -> line.substring(line.lastIndexOf('\t') + 1)));
        List<String> head = new ArrayList<>(List.of("mismatch % / split %"));
        sets.forEach(set -> head.add(set.name() + " (" + set.drives().size() + ")"));
        MarkdownTable table = new MarkdownTable(spec.commandLine().getOut());
        table.head(head);
        for (Degradation degradation : Degradation.TABLE) {
            List<String> row = new ArrayList<>(List.of(degradation.label()));
            for (AccuracySet set : sets) {
                String now = cells.get(key(set, degradation));
                String then = earlier.getOrDefault(key(set, degradation), now);
                row.add(then.equals(now) ? now : then + " → " + now);
            }
            table.row(row);
        }
    }

    private static String key(AccuracySet set, Degradation degradation) {
        return set.name() + "\t" + degradation.label();
    }
}
