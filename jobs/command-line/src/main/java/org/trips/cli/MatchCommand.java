package org.trips.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.trips.cli.match.MatchedTraceFormat;
import org.trips.cli.match.MatchedTraceGeoJson;
import org.trips.cli.match.MatchedTraceJson;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips match}: which roads each trace was driven on. */
@Command(
        name = "match",
        header = "Finds the roads that traces were driven on.",
        description = {
            "",
            "Writes, for each trace (of a table: trace_id; of uploads: the device), one line of JSON:",
            "  path          ways in driving order; metres along each way from its first node",
            "  geometry      the line driven, as [lat, lon]",
            "  breaks        where in path and geometry the match begins anew",
            "  lengthMetres  the length driven",
            "  points        for each point its place on the road, or null",
            "  unmatched     for each null its index and the reason",
            ""
        },
        footer = {"", "Example:", "  trips match --roads my.roads --points drive.csv -o drive.matched.ndjson"},
        mixinStandardHelpOptions = true)
final class MatchCommand implements Callable<Integer> {
    private static final double METRES_PER_KM = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PointsInput input;

    @Option(names = "--roads", required = true, paramLabel = "FILE", description = "Road file, made by 'trips roads'.")
    private Path roadFile;

    @Option(
            names = "--format",
            defaultValue = "ndjson",
            description = "One of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write; the terminal's output by default.")
    private Path output;

    private final Map<String, Trace.Builder> traces = new LinkedHashMap<>();
    private long points;
    private long matchedPoints;
    private double metres;

    private enum Format {
        NDJSON,
        GEOJSON
    }

    @Override
    public Integer call() throws IOException {
        RoadNetwork roads = RoadNetwork.open(roadFile);
        input.read(this::add);
        input.tellRefused(spec.commandLine().getErr());
        if (points == 0) {
            throw new BadInputException("there is no usable point in " + input.files());
        }
        if (output == null) {
            write(roads, spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
        } else {
            try (Writer out = Files.newBufferedWriter(output)) {
                write(roads, out);
            }
        }
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "%,d traces, %,d points, %.1f %% of them on a road, %,.1f km driven%n",
                        traces.size(),
                        points,
                        100.0 * matchedPoints / points,
                        metres / METRES_PER_KM);
        return 0;
    }

    private void add(Upload upload) {
        Trace.Builder trace = traces.computeIfAbsent(upload.device(), id -> Trace.builder(0));
        for (Point point : upload.points()) {
            point.addTo(trace);
            points++;
        }
    }

    private void write(RoadNetwork roads, Writer out) throws IOException {
        MapMatcher matcher = new MapMatcher(roads, MatchingParameters.defaults());
        MatchedTraceFormat lines =
                format == Format.GEOJSON ? new MatchedTraceGeoJson(roads) : new MatchedTraceJson(roads);
        out.write(lines.before());
        try (Progress progress = Progress.of("Matching", points, " points", 1)) {
            String separator = "";
            for (Map.Entry<String, Trace.Builder> entry : traces.entrySet()) {
                Trace trace = entry.getValue().build();
                MatchedTrace matched = matcher.match(trace);
                out.write(separator);
                out.write(lines.trace(entry.getKey(), trace, matched));
                separator = lines.between();
                count(matched);
                progress.add(trace.size());
            }
        }
        out.write(lines.after());
    }

    private void count(MatchedTrace matched) {
        for (int i = 0; i < matched.size(); i++) {
            if (matched.edge(i) >= 0) {
                matchedPoints++;
            }
        }
        metres +=
                matched.paths().stream().mapToDouble(MatchedPath::lengthMetres).sum();
    }
}
