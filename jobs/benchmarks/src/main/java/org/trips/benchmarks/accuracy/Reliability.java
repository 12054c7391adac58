package org.trips.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trips.benchmarks.MarkdownTable;
import org.trips.matching.ConfidenceEvidence;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.evaluation.Degradation;
import org.trips.matching.evaluation.JudgedEdge;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Whether the matcher's confidence means what it says, on drives it was fitted on and, apart from them, on others: as they
 * are and degraded in all ways of {@link Degradation#TABLE}.
 */
@Command(
        name = "Reliability",
        description = "How much of the matched length is right at each confidence, on fitted and on held out drives.",
        mixinStandardHelpOptions = true)
public final class Reliability implements Callable<Integer> {
    /** Of the drives in Chicago one in so many is fitted on, another one in so many is held out. */
    private static final int EVERY = 4;
    /** Of the simulated drives. */
    private static final long SEED = 1;
    /** Draws of noise of the only drive with a true route. */
    private static final int DRAWS = 10;

    private static final double ROUNDED = 100;
    private static final double METRES_PER_KM = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AccuracyData data;

    @Option(names = "--plot", paramLabel = "FILE", description = "Draw the reliability diagram as SVG.")
    private Path plot;

    @Option(names = "--fit", description = "Fit the coefficients anew, print them, and judge with them.")
    private boolean fit;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Reliability()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        AccuracySet chicago = data.chicago();
        Map<String, List<JudgedStretch>> fitted = new LinkedHashMap<>();
        put(fitted, data.helsinki(SEED));
        put(fitted, data.town(SEED));
        put(fitted, data.liechtenstein(SEED));
        put(fitted, part(chicago, "Chicago, a quarter", 0));
        Map<String, List<JudgedStretch>> heldOut = new LinkedHashMap<>();
        put(heldOut, data.kubicka());
        put(heldOut, part(chicago, "Chicago, another quarter", EVERY / 2));
        put(heldOut, data.monaco(SEED));
        put(heldOut, data.andorra(SEED));

        double[] coefficients = ConfidenceEvidence.coefficients();
        if (fit) {
            coefficients = LogisticFit.of(
                    fitted.values().stream().flatMap(Collection::stream).toList());
            coefficients = Arrays.stream(coefficients)
                    .map(coefficient -> Math.round(coefficient * ROUNDED) / ROUNDED)
                    .toArray();
            spec.commandLine().getOut().println("Coefficients: " + Arrays.toString(coefficients));
        }
        Map<String, Map<String, ReliabilityBins>> groups = new LinkedHashMap<>();
        groups.put("Held out", bins(heldOut, coefficients));
        groups.put("Fitted on", bins(fitted, coefficients));
        groups.forEach(this::print);
        if (plot != null) {
            Files.writeString(plot, ReliabilityPlot.of(groups));
        }
        return 0;
    }

    private static AccuracySet part(AccuracySet all, String name, int first) {
        List<AccuracySet.Known> drives = IntStream.iterate(
                        first, d -> d < all.drives().size(), d -> d + EVERY)
                .mapToObj(all.drives()::get)
                .toList();
        return new AccuracySet(name, all.roads(), drives);
    }

    private static void put(Map<String, List<JudgedStretch>> sets, AccuracySet set) {
        List<JudgedStretch> stretches = new ArrayList<>();
        ThreadLocal<MapMatcher> matcher =
                ThreadLocal.withInitial(() -> new MapMatcher(set.roads(), MatchingParameters.defaults()));
        for (Degradation degradation : Degradation.TABLE) {
            int draws = degradation.isRandom() && set.drives().size() == 1 ? DRAWS : 1;
            for (int draw = 0; draw < draws; draw++) {
                int seed = draw;
                stretches.addAll(IntStream.range(0, set.drives().size())
                        .parallel()
                        .mapToObj(d -> judge(set.drives().get(d), degradation, 31L * seed + d, matcher.get()))
                        .flatMap(List::stream)
                        .toList());
            }
        }
        sets.put(set.name(), stretches);
    }

    private static List<JudgedStretch> judge(
            AccuracySet.Known drive, Degradation degradation, long seed, MapMatcher matcher) {
        MatchedTrace matched = matcher.match(degradation.of(drive.trace(), new SplittableRandom(seed)));
        List<List<ConfidenceEvidence>> evidence = IntStream.range(
                        0, matched.paths().size())
                .mapToObj(matcher::evidence)
                .toList();
        List<JudgedStretch> stretches = new ArrayList<>();
        for (JudgedEdge edge : drive.truth().judge(matched)) {
            if (edge.metres() > 0) {
                double[] terms = evidence.get(edge.path()).get(edge.edge()).terms();
                stretches.add(new JudgedStretch(terms, edge.metres(), edge.rightMetres()));
            }
        }
        return stretches;
    }

    private static Map<String, ReliabilityBins> bins(Map<String, List<JudgedStretch>> sets, double[] coefficients) {
        Map<String, ReliabilityBins> bins = new LinkedHashMap<>();
        sets.forEach((name, stretches) -> bins.put(name, new ReliabilityBins(stretches, coefficients)));
        return bins;
    }

    private void print(String title, Map<String, ReliabilityBins> sets) {
        MarkdownTable table = new MarkdownTable(spec.commandLine().getOut());
        table.head(Stream.concat(Stream.of(title + ": km, right %"), sets.keySet().stream())
                .toList());
        for (int bin = 0; bin < ReliabilityBins.count(); bin++) {
            int b = bin;
            String label = String.format(Locale.ROOT, "%.2f to %.2f", ReliabilityBins.from(b), ReliabilityBins.to(b));
            table.row(Stream.concat(
                            Stream.of(label),
                            sets.values().stream()
                                    .map(set -> String.format(
                                            Locale.ROOT,
                                            "%,.0f, %.1f",
                                            set.metres(b) / METRES_PER_KM,
                                            set.rightShare(b) * 100)))
                    .toList());
        }
        table.row(Stream.concat(
                        Stream.of("calibration error %"),
                        sets.values().stream()
                                .map(set -> String.format(Locale.ROOT, "%.2f", set.calibrationError() * 100)))
                .toList());
        spec.commandLine().getOut().println();
    }
}
