package org.trips.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.trips.cli.output.Counted;
import org.trips.roads.DroppedRestriction;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadSummary;
import org.trips.roads.SpecialLimits;
import org.trips.roads.WrittenTurns;
import org.trips.roads.osm.ImportSummary;

/** What {@code trips roads} prints of an import, or of a road file that is there: for people and as JSON. */
final class RoadReport {
    private static final double METRES_PER_KM = 1_000;
    private static final double BYTES_PER_MB = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double PERCENT = 100;

    private final PrintWriter out;

    RoadReport(PrintWriter out) {
        this.out = out;
    }

    void print(ImportSummary summary, Path roadFile) {
        print(summary.roads());
        WrittenTurns turns = summary.turns();
        out.printf(
                Locale.ROOT, "%s%s.%n", Counted.of(turns.restrictions(), "turn restriction"), dropped(turns.dropped()));
        out.printf(
                Locale.ROOT,
                "%s and %s; %,d more at crossings or where a road ends, which close nothing.%n",
                Counted.of(turns.closed(), "closed barrier"),
                Counted.of(turns.gates(), "gate"),
                turns.idleBarriers());
        out.printf(
                Locale.ROOT,
                "%s: %.1f MB, version %s, in %.1f s.%n",
                roadFile,
                summary.roads().fileBytes() / BYTES_PER_MB,
                summary.roads().version(),
                summary.took().toMillis() / MILLIS_PER_SECOND);
    }

    void print(RoadNetwork roads, Path roadFile) {
        RoadSummary summary = RoadSummary.of(roads);
        print(summary);
        out.printf(
                Locale.ROOT,
                "%s restricted by signs or barriers. Latitude %.5f to %.5f, longitude %.5f to %.5f.%n",
                Counted.of(summary.restrictedTurns(), "turn"),
                roads.minLatitude(),
                roads.maxLatitude(),
                roads.minLongitude(),
                roads.maxLongitude());
        out.printf(
                Locale.ROOT,
                "%s: %.1f MB, %.0f bytes a directed edge, %,.0f a km; version %s; every byte is as it was written.%n",
                roadFile,
                summary.fileBytes() / BYTES_PER_MB,
                (double) summary.fileBytes() / summary.edges(),
                summary.fileBytes() / (summary.metres() / METRES_PER_KM),
                summary.version());
    }

    private void print(RoadSummary roads) {
        out.println(new TextTable<Map.Entry<RoadClass, Double>>()
                .words("Road class", 1, entry -> entry.getKey().label().replace('_', ' '))
                .numbers("km", 1, entry -> String.format(Locale.ROOT, "%,.1f", entry.getValue() / METRES_PER_KM))
                .render(List.copyOf(roads.metresByClass().entrySet()), Terminal.columns()));
        out.printf(
                Locale.ROOT,
                "%n%s, %s, %s, %,.1f km; limits known on %.1f %% of the length.%n",
                Counted.of(roads.ways(), "way"),
                Counted.of(roads.junctions(), "junction"),
                Counted.of(roads.edges(), "directed edge"),
                roads.metres() / METRES_PER_KM,
                PERCENT * roads.limitsKnownShare());
        SpecialLimits limits = roads.limits();
        out.printf(
                Locale.ROOT,
                "Ways with limits by vehicle: %,d; by the hour: %,d; by what nobody can decide, like rain: %,d; with limits"
                        + " that could not be read: %,d.%n",
                limits.byVehicle(),
                limits.byHour(),
                limits.undecidable(),
                limits.unreadable());
    }

    void printJson(ImportSummary summary, RoadNetwork roads) {
        ObjectNode node = json(summary.roads(), roads);
        WrittenTurns turns = summary.turns();
        ObjectNode restrictions = node.putObject("restrictions").put("kept", turns.restrictions());
        ObjectNode dropped = restrictions.putObject("dropped");
        turns.dropped().forEach((reason, count) -> dropped.put(reason.name().toLowerCase(Locale.ROOT), count));
        node.putObject("barriers")
                .put("closed", turns.closed())
                .put("gates", turns.gates())
                .put("idle", turns.idleBarriers());
        node.put("seconds", summary.took().toMillis() / MILLIS_PER_SECOND);
        out.println(node);
    }

    void printJson(RoadNetwork roads) {
        out.println(json(RoadSummary.of(roads), roads));
    }

    /** What is known of a road file whether it was just made or is there. */
    private static ObjectNode json(RoadSummary summary, RoadNetwork roads) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("version", summary.version());
        node.put("ways", summary.ways());
        node.put("junctions", summary.junctions());
        node.put("edges", summary.edges());
        ObjectNode metres = node.putObject("metresByClass");
        summary.metresByClass().forEach((roadClass, length) -> metres.put(roadClass.label(), Math.round(length)));
        node.put("limitsKnownShare", summary.limitsKnownShare());
        SpecialLimits limits = summary.limits();
        node.putObject("waysWithLimits")
                .put("byVehicle", limits.byVehicle())
                .put("byHour", limits.byHour())
                .put("undecidable", limits.undecidable())
                .put("unreadable", limits.unreadable());
        node.put("restrictedTurns", summary.restrictedTurns());
        node.putObject("box")
                .put("minLatitude", roads.minLatitude())
                .put("minLongitude", roads.minLongitude())
                .put("maxLatitude", roads.maxLatitude())
                .put("maxLongitude", roads.maxLongitude());
        node.put("fileBytes", summary.fileBytes());
        return node;
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
}
