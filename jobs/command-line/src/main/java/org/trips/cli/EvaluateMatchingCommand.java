package org.trips.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.trips.cli.evaluate.EvaluationTable;
import org.trips.cli.evaluate.KnownDrive;
import org.trips.cli.evaluate.Truths;
import org.trips.cli.output.Counted;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Trace;
import org.trips.matching.evaluation.Degradation;
import org.trips.matching.evaluation.RouteScore;
import org.trips.matching.evaluation.TrueEdges;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips evaluate matching}: the matcher, as the product runs it, against what was truly driven. */
@Command(
        name = "matching",
        header = "Scores the map matcher against what was truly driven.",
        description = {
            "",
            "Each drive is matched as recorded; thinned to one fix in 5, 10, 30, 60, 120 and 300 s (the last is kept);",
            "with white noise of 5, 10 and 20 m per axis on each fix; with both; and with faults of the device: fixes",
            "that are stale, far off, or carry the time of the one before. Rows with noise or faults are the median of",
            "many draws, beside the worst.",
            "",
            "  Mismatch      (length missed + length added) / true length: Newson and Krumm's route mismatch fraction.",
            "                The longest common sequence of roads counts as found, so the wrong direction, twice, or in",
            "                another order is wrong. 25 m at both ends are not judged.",
            "  On right way  share of all points that are placed on a road that was driven there",
            "  Breaks        how often a match broke off and began anew; Split: drives not matched in one piece",
            "",
            "The truth is a file of JSON, one drive after the other:",
            "  {\"trace\":\"a\",\"path\":[{\"way\":17,\"forward\":true,\"fromMetres\":12.5,\"toMetres\":90},…]}",
            "              OSM ways in driving order, as 'trips match' writes them; whole ways have no metres",
            "  {\"trace\":\"a\",\"geometry\":[[60.17,24.94],…]}         a line of latitudes and longitudes",
            "  truth.ndjson of 'trips simulate'                    each journey of each device",
            "  GeoJSON LineStrings, in features with trace among their properties",
            "trace is the trace_id of a table, or the device of uploads; either name may stand for it.",
            "Without a truth, or with --truth self, the match as recorded is taken for true: that shows how far the",
            "other rows agree with it, not whether it is right.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips evaluate matching --roads my.roads --points my.csv --truth my-truth.ndjson",
            "  trips evaluate matching --roads my.roads --points my.csv",
            "  trips simulate --roads my.roads -o drives &&",
            "  trips evaluate matching --roads my.roads --points drives/uploads.ndjson --truth drives/truth.ndjson"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class EvaluateMatchingCommand implements Callable<Integer> {
    private static final String SELF = "self";
    private static final int WORST_TOLD = 3;
    private static final int LEFT_OUT_TOLD = 3;
    private static final double METRES_PER_KM = 1_000;
    private static final double PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PointsInput input;

    @Option(names = "--roads", required = true, paramLabel = "FILE", description = "Road file, made by 'trips roads'.")
    private Path roadFile;

    @Option(names = "--truth", defaultValue = SELF, paramLabel = "FILE|self", description = "What was truly driven.")
    private String truth;

    @Option(
            names = "--tolerance",
            defaultValue = "4",
            paramLabel = "METRES",
            description = {
                "How far a true line may lie beside the road it means; default ${DEFAULT-VALUE}, for lines",
                "drawn from the same map."
            })
    private double tolerance;

    @Option(names = "--draws", defaultValue = "20", description = "Of noise, for each row; default ${DEFAULT-VALUE}.")
    private int draws;

    @Option(names = "--seed", defaultValue = "1", description = "Of the noise; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Mixin
    private Threads threads;

    private final List<JudgedDrive> judged = new ArrayList<>();
    private RoadNetwork roads;
    private ThreadLocal<MapMatcher> matcher;
    private EvaluationTable table;

    /** How a drive fared as recorded. */
    private record JudgedDrive(String name, double mismatch) {}

    @Override
    public Integer call() throws IOException {
        if (draws < 1) {
            throw new BadInputException("--draws must be at least 1");
        }
        roads = RoadNetwork.open(roadFile);
        matcher = ThreadLocal.withInitial(() -> new MapMatcher(roads, MatchingParameters.defaults()));
        table = new EvaluationTable(Degradation.TABLE, draws);
        WholeTraces traces = new WholeTraces(input);
        input.tellUnused(spec.commandLine().getErr());
        if (truth.equals(SELF)) {
            evaluate(traces, traces.count(), this::againstItself);
        } else {
            Truths truths = Truths.read(Path.of(truth), roads, tolerance);
            if (truths.hasUnnamed() && traces.count() > 1) {
                throw new BadInputException(truth + " does not say which trace a drive belongs to, and there are "
                        + traces.count() + ": give each drive a \"trace\"");
            }
            evaluate(traces, truths.count(traces::has), truths::of);
            tellLeftOut(truths.leftOut());
            if (judged.isEmpty()) {
                throw new BadInputException("no drive in " + truth + " is one of the traces in " + input.names());
            }
        }
        if (table.first().trueMetres() == 0) {
            spec.commandLine().getErr().println(OtherRoads.HINT);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson());
        } else {
            tell(out);
        }
        return 0;
    }

    private void evaluate(WholeTraces traces, int drives, BiFunction<String, Trace, List<KnownDrive>> known)
            throws IOException {
        try (InOrder work = new InOrder(threads.count());
                Progress progress = Progress.of("Matching", (long) drives * table.matchesPerDrive(), " drives", 1)) {
            traces.forEach((name, trace) -> {
                for (KnownDrive drive : known.apply(name, trace)) {
                    submit(drive, work, progress);
                }
            });
            work.finish();
        }
    }

    private List<KnownDrive> againstItself(String name, Trace trace) {
        return List.of(new KnownDrive(name, trace, TrueEdges.of(matcher.get().match(trace))));
    }

    private void submit(KnownDrive drive, InOrder work, Progress progress) {
        for (int row = 0; row < Degradation.TABLE.size(); row++) {
            for (int draw = 0; draw < table.draws(row); draw++) {
                int ofRow = row;
                int ofDraw = draw;
                work.submit(() -> score(drive, Degradation.TABLE.get(ofRow), ofDraw), score -> {
                    if (ofRow == 0) {
                        judged.add(new JudgedDrive(drive.name(), score.mismatch()));
                    }
                    table.add(ofRow, ofDraw, score);
                    progress.add(1);
                });
            }
        }
    }

    private RouteScore score(KnownDrive drive, Degradation degradation, int draw) {
        SplittableRandom random = new SplittableRandom(Objects.hash(seed, draw, drive.name()));
        return drive.route().score(matcher.get().match(degradation.of(drive.trace(), random)));
    }

    private void tell(PrintWriter out) {
        RouteScore recorded = table.first();
        out.printf(
                Locale.ROOT,
                "%s, %s, %,.1f km %s; rows with noise or faults are the median of %s%n%n",
                Counted.of(recorded.traces(), "drive"),
                Counted.of(recorded.points(), "point"),
                recorded.trueMetres() / METRES_PER_KM,
                truth.equals(SELF) ? "as matched from all points, taken for true" : "truly driven",
                Counted.of(draws, "draw"));
        out.println(table.render(Terminal.columns()));
        List<JudgedDrive> worst = worst();
        if (judged.size() > 1 && !worst.isEmpty()) {
            out.println();
            out.println(worst.stream()
                    .map(drive -> String.format(Locale.ROOT, "%s (%.1f %%)", drive.name(), PERCENT * drive.mismatch()))
                    .collect(Collectors.joining(", ", "Most wrong as recorded: ", "")));
        }
    }

    private List<JudgedDrive> worst() {
        return judged.stream()
                .filter(drive -> drive.mismatch() > 0)
                .sorted(Comparator.comparingDouble(JudgedDrive::mismatch).reversed())
                .limit(WORST_TOLD)
                .toList();
    }

    private ObjectNode asJson() {
        ObjectNode object = new ObjectMapper().createObjectNode();
        object.put("roads", roads.version());
        object.put("truth", truth);
        object.put("drives", table.first().traces());
        object.put("points", table.first().points());
        object.put("trueMetres", table.first().trueMetres());
        object.put("seed", seed);
        object.set("rows", table.json());
        ArrayNode worst = object.putArray("worst");
        for (JudgedDrive drive : worst()) {
            worst.addObject().put("drive", drive.name()).put("mismatch", drive.mismatch());
        }
        return object;
    }

    private void tellLeftOut(List<String> leftOut) {
        PrintWriter err = spec.commandLine().getErr();
        leftOut.stream().limit(LEFT_OUT_TOLD).forEach(drive -> err.println("trips: left out " + drive));
        if (leftOut.size() > LEFT_OUT_TOLD) {
            err.println("trips: … and " + Counted.of(leftOut.size() - LEFT_OUT_TOLD, "more drive")
                    + " that could not be judged");
        }
    }
}
