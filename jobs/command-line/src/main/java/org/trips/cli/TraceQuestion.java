package org.trips.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import org.trips.cli.output.Counted;
import org.trips.cli.report.TracePage;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** One trace, drawn with all that the matcher weighed. */
final class TraceQuestion {
    /** More would make the page slow. */
    private static final int MOST_SHOWN = 5_000;

    private static final int NAMES_TOLD = 5;
    private static final double METRES_PER_KM = 1_000;

    @Option(names = "--trace", paramLabel = "NAME", description = "Which trace, where there are several.")
    private String wanted;

    @Option(names = "--from", paramLabel = "TIME", description = "Show only points from then on; all are matched.")
    private Instant from = Instant.MIN;

    @Option(names = "--to", paramLabel = "TIME", description = "Show only points before then.")
    private Instant to = Instant.MAX;

    private Trace trace;

    void draw(CommandLine command, PointsInput input, Path roadFile, Path page) throws IOException {
        RoadNetwork roads = RoadNetwork.open(roadFile);
        WholeTraces traces = new WholeTraces(input);
        input.tellUnused(command.getErr());
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
            command.getErr().println(OtherRoads.HINT);
        }
        command.getOut()
                .printf(
                        Locale.ROOT,
                        "%s of trace %s, %,.1f km in %s, drawn in %s; open it in a browser.%n",
                        Counted.of(last - first, "point"),
                        name,
                        matched.lengthMetres() / METRES_PER_KM,
                        Counted.of(matched.paths().size(), "path"),
                        page);
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
