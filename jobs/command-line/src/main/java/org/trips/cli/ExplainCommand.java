package org.trips.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.trips.cli.output.Counted;
import org.trips.cli.report.TracePage;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips explain}: one trace, drawn with all that the matcher weighed. */
@Command(
        name = "explain",
        header = "Draws one trace with all that was weighed in matching it, to see why it went where it went.",
        description = {
            "",
            "The page shows the points, the path found in colours of how sure it is, and for each point the roads it may",
            "have been on with what each costs (negative log-likelihoods). A list tells what stands out: points without a place",
            "on a road or far from it, breaks, turns, gaps of more than 30 s that were bridged, and stretches less than",
            "70 %% sure. It holds positions.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips explain --roads my.roads --points drive.csv -o drive.html",
            "  trips explain --roads my.roads --points d.csv --trace t-7 --from 2026-03-01T07:30:00Z -o t-7.html"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    /** More would make the page slow. */
    private static final int MOST_SHOWN = 5_000;

    private static final int NAMES_TOLD = 5;
    private static final double METRES_PER_KM = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PointsInput input;

    @Option(names = "--roads", required = true, paramLabel = "FILE", description = "Road file, made by 'trips roads'.")
    private Path roadFile;

    @Option(names = "--trace", paramLabel = "NAME", description = "Which trace, where there are several.")
    private String wanted;

    @Option(names = "--from", paramLabel = "TIME", description = "Show only points from then on; all are matched.")
    private Instant from = Instant.MIN;

    @Option(names = "--to", paramLabel = "TIME", description = "Show only points before then.")
    private Instant to = Instant.MAX;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The page to write.")
    private Path page;

    private Trace trace;

    @Override
    public Integer call() throws IOException {
        RoadNetwork roads = RoadNetwork.open(roadFile);
        WholeTraces traces = new WholeTraces(input);
        input.tellUnused(spec.commandLine().getErr());
        String name = name(traces);
        traces.forEach((traceName, read) -> {
            if (traceName.equals(name)) {
                trace = read;
            }
        });
        int first = 0;
        while (first < trace.size()
                && Instant.ofEpochMilli(trace.timeMillis(first)).isBefore(from)) {
            first++;
        }
        int last = trace.size();
        while (last > first && !Instant.ofEpochMilli(trace.timeMillis(last - 1)).isBefore(to)) {
            last--;
        }
        if (first == last) {
            throw new BadInputException("no point of trace " + name + " lies between --from and --to");
        }
        if (last - first > MOST_SHOWN) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%,d points are more than a page can show (%,d): choose a part with --from and --to; the trace lasts"
                            + " from %s to %s",
                    last - first,
                    MOST_SHOWN,
                    Instant.ofEpochMilli(trace.timeMillis(first)),
                    Instant.ofEpochMilli(trace.timeMillis(last - 1))));
        }
        MapMatcher matcher = new MapMatcher(roads, MatchingParameters.defaults());
        MatchedTrace matched = matcher.match(trace);
        new TracePage(roads, trace, matched, matcher.considered(), first, last)
                .write(page, "Trace " + name + " of " + input.names() + ", on roads " + roads.version());
        if (matched.paths().isEmpty()) {
            spec.commandLine().getErr().println(OtherRoads.HINT);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s of trace %s, %,.1f km in %s, drawn in %s; open it in a browser.%n",
                        Counted.of(last - first, "point"),
                        name,
                        matched.lengthMetres() / METRES_PER_KM,
                        Counted.of(matched.paths().size(), "path"),
                        page);
        return 0;
    }

    private String name(WholeTraces traces) {
        if (wanted == null && traces.count() == 1) {
            return traces.names().iterator().next();
        }
        if (wanted != null && traces.has(wanted)) {
            return wanted;
        }
        String some = traces.names().stream().limit(NAMES_TOLD).collect(Collectors.joining(", "));
        String more = traces.count() > NAMES_TOLD ? ", …" : "";
        throw new BadInputException((wanted == null ? "choose one of " : "there is no trace " + wanted + " among ")
                + Counted.of(traces.count(), "trace") + " with --trace: " + some + more);
    }
}
