package org.trips.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.trips.cli.match.MatchedTraceFormat;
import org.trips.cli.match.MatchedTraceGeoJson;
import org.trips.cli.match.MatchedTraceJson;
import org.trips.cli.match.UnmatchedPoints;
import org.trips.cli.output.Counted;
import org.trips.cli.output.OutputFile;
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

/** {@code trips match}: which roads each trace was driven on. */
@Command(
        name = "match",
        header = "Finds the roads that traces were driven on.",
        description = {
            "",
            "Writes, for each trace, one line of JSON:",
            "  trace         its name: of a table the trace_id, of uploads the device",
            "  path          ways in driving order; metres along each way from its first node; how likely each is right",
            "  geometry      the line driven, as [lat, lon]",
            "  breaks        where in path and geometry the match begins anew",
            "  lengthMetres  the length driven",
            "  gaps          where a path goes on though the vehicle was not seen for more than 30 s: the points before",
            "                and after, seconds, and metres on the road between; that stretch is a guess",
            "  confidence    the share of lengthMetres, from 0 to 1, that is likely right; what was not matched does not",
            "                count; pathConfidence: of each path between breaks",
            "  points        for each point its place on the road, or null",
            "  unmatched     for each null its index, its time, and the reason:",
            "                out-of-order    its time lies before points already taken; matching does not sort",
            "                not-a-position  latitude or longitude is no number, or out of range",
            "                no-road-near    no road lies within the search radius",
            "                outlier         no car could have driven there and back",
            "As GeoJSON, a MultiLineString for each trace with, as properties, lengthMetres, confidence, gaps and unmatched",
            "as above, and for each line lineConfidence and lineWays, what path holds.",
            "",
            "Traces come out in the order in which they end in the input. On standard input the points of a trace must",
            "stand together; each is matched as soon as the next begins.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips match --roads my.roads --points drive.csv -o drive.matched.ndjson",
            "  zcat drives.csv.gz | trips match --roads my.roads --points - | gzip > matched.ndjson.gz"
        },
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

    @Mixin
    private Threads threads;

    private RoadNetwork roads;
    private long traces;
    private long points;
    private long matchedPoints;
    private double metres;
    private boolean toldCameAgain;
    private final UnmatchedPoints unmatched = new UnmatchedPoints();

    private enum Format {
        NDJSON,
        GEOJSON
    }

    /** What one thread matches and writes with. */
    private record Tools(MapMatcher matcher, MatchedTraceFormat format) {}

    /** One trace's part of the output, and what there is to count in it. */
    private record MatchedLine(String text, int points, long matchedPoints, double metres, UnmatchedPoints unmatched) {}

    @Override
    public Integer call() throws IOException {
        roads = RoadNetwork.open(roadFile);
        if (output == null) {
            match(spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
        } else {
            OutputFile.write(output, out -> {
                Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                match(text);
                text.flush();
            });
        }
        if (matchedPoints == 0) {
            spec.commandLine().getErr().println(OtherRoads.HINT);
        }
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "%s, %s, %.1f %% of them on a road, %,.1f km driven%n",
                        Counted.of(traces, "trace"),
                        Counted.of(points, "point"),
                        100.0 * matchedPoints / points,
                        metres / METRES_PER_KM);
        unmatched.told().ifPresent(spec.commandLine().getErr()::println);
        return 0;
    }

    private void match(Writer out) throws IOException {
        if (input.comesOnce()) {
            match(-1, out, each -> {
                TracesInARow inARow = new TracesInARow(each, this::tellCameAgain);
                input.read(inARow);
                inARow.finish();
            });
            if (points == 0) {
                throw input.nothingUsable();
            }
            input.tellUnused(spec.commandLine().getErr());
        } else {
            WholeTraces whole = new WholeTraces(input);
            input.tellUnused(spec.commandLine().getErr());
            match(whole.points(), out, whole::forEach);
        }
    }

    /** Once: where one trace is interleaved with others, many are. */
    private void tellCameAgain(String name) {
        if (!toldCameAgain) {
            toldCameAgain = true;
            spec.commandLine()
                    .getErr()
                    .println(
                            "trips: more of trace " + name + " comes after other traces, so it is matched in pieces: on"
                                    + " standard input the points of a trace must stand together; sort them, or give a file");
        }
    }

    /** Where traces come from. */
    private interface Traces {
        void forEach(BiConsumer<String, Trace> each) throws IOException;
    }

    /** @param total of points, or -1 where that is not known */
    private void match(long total, Writer out, Traces all) throws IOException {
        ThreadLocal<Tools> tools = ThreadLocal.withInitial(this::tools);
        MatchedTraceFormat format = tools.get().format();
        out.write(format.before());
        try (InOrder work = new InOrder(threads.count());
                Progress progress = Progress.of("Matching", total, " points", 1)) {
            all.forEach((name, trace) -> work.submit(() -> line(name, trace, tools.get()), line -> {
                write(line, format, out);
                progress.add(line.points());
            }));
            work.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.write(format.after());
    }

    private Tools tools() {
        return new Tools(
                new MapMatcher(roads, MatchingParameters.defaults()),
                format == Format.GEOJSON ? new MatchedTraceGeoJson(roads) : new MatchedTraceJson(roads));
    }

    private static MatchedLine line(String name, Trace trace, Tools tools) {
        MatchedTrace matched = tools.matcher().match(trace);
        try {
            return new MatchedLine(
                    tools.format().trace(name, trace, matched),
                    trace.size(),
                    matched.matchedPoints(),
                    matched.lengthMetres(),
                    UnmatchedPoints.of(matched));
        } catch (IOException e) {
            throw new UncheckedIOException("A match cannot be written.", e);
        }
    }

    private void write(MatchedLine line, MatchedTraceFormat format, Writer out) {
        try {
            out.write(traces == 0 ? "" : format.between());
            out.write(line.text());
        } catch (IOException e) {
            throw new UncheckedIOException("A match cannot be written.", e);
        }
        traces++;
        points += line.points();
        matchedPoints += line.matchedPoints();
        metres += line.metres();
        unmatched.add(line.unmatched());
    }
}
