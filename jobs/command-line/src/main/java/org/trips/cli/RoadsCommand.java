package org.trips.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.trips.roads.DroppedRestriction;
import org.trips.roads.RoadClass;
import org.trips.roads.WrittenTurns;
import org.trips.roads.osm.ImportSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trips roads}: OSM extracts to one road file. */
@Command(
        name = "roads",
        header = "Makes a road file from OpenStreetMap extracts.",
        description = {
            "",
            "Keeps what can be driven: ways, directions, access, speed limits, classes, names, turn restrictions, barriers.",
            "What several extracts have in common is kept once. Extracts of any region: https://download.geofabrik.de.",
            ""
        },
        footer = {"", "Example:", "  trips roads finland.osm.pbf estonia.osm.pbf -o my.roads"},
        mixinStandardHelpOptions = true)
final class RoadsCommand implements Callable<Integer> {
    private static final double METRES_PER_KM = 1_000;
    private static final double BYTES_PER_MB = 1e6;
    private static final double PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "EXTRACT", description = "Files in OSM's PBF format.")
    private List<Path> extracts;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The road file; one that is there is replaced when the new one is complete.")
    private Path roadFile;

    @Option(names = "--json", description = "Print the summary as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(roadFile) && !Files.isRegularFile(roadFile)) {
            throw new BadInputException(roadFile + " is no file; a road file has to be one, because it is mapped");
        }
        Files.createDirectories(roadFile.toAbsolutePath().getParent());
        ImportSummary summary = imported();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(summary));
            return 0;
        }
        out.println(new TextTable<Map.Entry<RoadClass, Double>>()
                .words("Road class", 1, entry -> entry.getKey().label().replace('_', ' '))
                .numbers("km", 1, entry -> String.format(Locale.ROOT, "%,.1f", entry.getValue() / METRES_PER_KM))
                .render(List.copyOf(summary.metresByClass().entrySet()), Terminal.columns()));
        out.printf(
                Locale.ROOT,
                "%n%,d ways, %,d junctions, %,d directed edges, %,.1f km; limits known on %.1f %% of the length.%n",
                summary.ways(),
                summary.junctions(),
                summary.edges(),
                summary.metres() / METRES_PER_KM,
                PERCENT * summary.limitsKnownShare());
        WrittenTurns turns = summary.turns();
        out.printf(Locale.ROOT, "%,d turn restrictions%s.%n", turns.restrictions(), dropped(turns.dropped()));
        out.printf(
                Locale.ROOT,
                "%,d closed barriers and %,d gates; %,d more close nothing, at crossings or where a road ends.%n",
                turns.closed(),
                turns.gates(),
                turns.idleBarriers());
        out.printf(
                Locale.ROOT,
                "%s: %.1f MB, version %s, in %.1f s.%n",
                roadFile,
                summary.fileBytes() / BYTES_PER_MB,
                summary.version(),
                summary.took().toMillis() / 1e3);
        return 0;
    }

    private ImportSummary imported() throws IOException {
        try {
            return RoadImport.run(extracts, roadFile);
        } catch (OutOfMemoryError e) {
            // All that filled the memory belongs to the import, and is free again.
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "the roads of these extracts do not fit into %,.0f MB of memory; give more with"
                            + " TRIPS_JAVA_OPTS=-Xmx8g, or import a smaller region",
                    Runtime.getRuntime().maxMemory() / BYTES_PER_MB));
        }
    }

    private static String dropped(Map<DroppedRestriction, Integer> dropped) {
        return dropped.isEmpty()
                ? ""
                : "; left out: "
                        + dropped.entrySet().stream()
                                .map(entry ->
                                        String.format(Locale.ROOT, "%,d ", entry.getValue()) + why(entry.getKey()))
                                .collect(Collectors.joining(", "));
    }

    private static String why(DroppedRestriction reason) {
        return switch (reason) {
            case OTHER_VEHICLES -> "for other vehicles";
            case AT_TIMES -> "at times only";
            case MALFORMED -> "malformed";
            case ROADS_MISSING -> "of roads that are not there";
            case UNCLEAR -> "unclear where";
            case NOTHING_TO_FORBID -> "of turns nobody can drive";
        };
    }

    private static String asJson(ImportSummary summary) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("version", summary.version());
        node.put("ways", summary.ways());
        node.put("junctions", summary.junctions());
        node.put("edges", summary.edges());
        ObjectNode metres = node.putObject("metresByClass");
        summary.metresByClass().forEach((roadClass, length) -> metres.put(roadClass.label(), Math.round(length)));
        node.put("limitsKnownShare", summary.limitsKnownShare());
        WrittenTurns turns = summary.turns();
        ObjectNode restrictions = node.putObject("restrictions").put("kept", turns.restrictions());
        ObjectNode dropped = restrictions.putObject("dropped");
        turns.dropped().forEach((reason, count) -> dropped.put(reason.name().toLowerCase(Locale.ROOT), count));
        node.putObject("barriers")
                .put("closed", turns.closed())
                .put("gates", turns.gates())
                .put("idle", turns.idleBarriers());
        node.put("fileBytes", summary.fileBytes());
        node.put("seconds", summary.took().toMillis() / 1e3);
        return node.toString();
    }
}
