package org.trips.cli.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.trips.cli.output.OutputFile;
import org.trips.journeys.SpeedBand;
import org.trips.roads.RoadClass;

/**
 * Journeys, their events and policy days as files: NDJSON with everything the documents hold, CSV with what fits into
 * rows, its columns named by the path in the document.
 */
public final class JourneyFiles {
    private static final List<String> ROAD_CLASS_COLUMNS = Stream.concat(
                    Stream.of(RoadClass.values()).map(RoadClass::label), Stream.of("unmatched"))
            .map(label -> "roadClasses." + label + ".metres")
            .toList();
    private static final List<String> JOURNEY_COLUMNS = Stream.concat(
                    Stream.of(
                            "_id",
                            "device",
                            "policy",
                            "status",
                            "start",
                            "end",
                            "distanceMetres",
                            "distanceSource",
                            "gpsDistanceMetres",
                            "durationSeconds",
                            "movingSeconds",
                            "idleSeconds",
                            "meanSpeedMps",
                            "maxSpeedMps",
                            "speeding.episodes",
                            "speeding.seconds",
                            "speeding.metres",
                            "speeding.worstExcessMps",
                            "limitUnknownSeconds",
                            "limits.taggedMetres",
                            "limits.conditionalMetres",
                            "limits.defaultMetres",
                            "limits.unknownMetres",
                            "limits.doubtfulMetres",
                            "limits.defaultTable",
                            "harsh.braking",
                            "harsh.acceleration",
                            "harsh.cornering",
                            "nightSeconds",
                            "nightMetres",
                            "rushHour.seconds",
                            "rushHour.metres",
                            "harshExposureMetres",
                            "speedingExposureMetres",
                            "matchedShare",
                            "matchConfidence",
                            "quality.pointsUsed",
                            "quality.longestGapSeconds",
                            "profile",
                            "roads"),
                    ROAD_CLASS_COLUMNS.stream())
            .toList();
    private static final List<String> EVENT_COLUMNS = List.of(
            "journey",
            "device",
            "policy",
            "type",
            "start",
            "seconds",
            "peak",
            "severity",
            "speedAtStartMps",
            "speedAtEndMps",
            "roadClass",
            "limits.0.kmh",
            "limits.0.source",
            "profile");
    private static final List<String> DAY_COLUMNS = Stream.concat(
                    Stream.of(
                            "policy",
                            "day",
                            "status",
                            "journeys",
                            "vehicles",
                            "firstStart",
                            "lastEnd",
                            "distanceMetres",
                            "durationSeconds",
                            "movingSeconds",
                            "idleSeconds",
                            "nightSeconds",
                            "limitUnknownSeconds",
                            "speeding.episodes",
                            "speeding.seconds",
                            "speeding.metres",
                            "harsh.braking",
                            "harsh.acceleration",
                            "harsh.cornering",
                            "per100Km.braking",
                            "per100Km.acceleration",
                            "per100Km.cornering",
                            "per100Km.speeding",
                            "nightMetres",
                            "rushHour.seconds",
                            "rushHour.metres",
                            "harshExposureMetres",
                            "speedingExposureMetres"),
                    ROAD_CLASS_COLUMNS.stream())
            .toList();

    /** The band of what was driven at a speed that nobody knows. */
    private static final String UNKNOWN = "unknown";

    private final Path folder;

    /** Creates the folder where it is missing. */
    public JourneyFiles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /**
     * Writes six files, and two more where profiles are compared; what was there under their names before is replaced.
     */
    public void write(List<JsonNode> journeys, List<JsonNode> days) throws IOException {
        write("journeys", withSpeedBands(JOURNEY_COLUMNS, journeys), journeys);
        write("events", EVENT_COLUMNS, eventsOf(journeys, "events"));
        if (journeys.stream().anyMatch(journey -> journey.has("comparedProfiles"))) {
            write("compared_events", EVENT_COLUMNS, eventsOf(journeys, "comparedEvents"));
        }
        write("policy_days", withSpeedBands(DAY_COLUMNS, days), days);
    }

    /** A profile has its own bands, so the columns are those that occur, the slower first. */
    private static List<String> withSpeedBands(List<String> columns, List<JsonNode> rows) {
        SortedSet<SpeedBand> bands = new TreeSet<>();
        for (JsonNode row : rows) {
            for (var band : row.path("speedBands").properties()) {
                if (!band.getKey().equals(UNKNOWN)) {
                    bands.add(SpeedBand.valueOf(band.getKey()));
                }
            }
        }
        return Stream.concat(
                        columns.stream(),
                        Stream.concat(bands.stream().map(SpeedBand::label), Stream.of(UNKNOWN))
                                .map(name -> "speedBands." + name + ".metres"))
                .toList();
    }

    private static List<JsonNode> eventsOf(List<JsonNode> journeys, String field) {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode journey : journeys) {
            for (JsonNode event : journey.path(field)) {
                ObjectNode row = new ObjectMapper().createObjectNode();
                row.set("journey", journey.get("_id"));
                row.set("device", journey.get("device"));
                row.set("policy", journey.get("policy"));
                row.setAll((ObjectNode) event);
                events.add(row);
            }
        }
        return events;
    }

    private void write(String name, List<String> columns, List<JsonNode> rows) throws IOException {
        OutputFile.write(folder.resolve(name + ".ndjson"), out -> {
            for (JsonNode row : rows) {
                out.write((row + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(columns.toArray(String[]::new))
                .setRecordSeparator('\n')
                .get();
        OutputFile.write(folder.resolve(name + ".csv"), out -> {
            CSVPrinter csv = new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), format);
            for (JsonNode row : rows) {
                for (String column : columns) {
                    JsonNode value = row.at("/" + column.replace('.', '/'));
                    csv.print(value.isMissingNode() || value.isNull() ? null : value.asText());
                }
                csv.println();
            }
            csv.flush();
        });
    }
}
