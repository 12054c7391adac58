package org.trips.cli.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.trips.matching.PathLine;
import org.trips.matching.evaluation.TrueWay;

/**
 * Reads what was truly driven: JSON objects one after the other, each with the ways driven ({@code path}, or
 * {@code ways} as the simulator writes them) or the line ({@code geometry} or {@code route}: [lat, lon]); or GeoJSON
 * LineStrings, in features with the trace among their properties. Compressed where the name ends in .gz.
 */
public final class TruthReader {
    private static final List<String> TRACE_NAMES = List.of("trace_id", "trace", "device");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<TrueDrive> drives = new ArrayList<>();

    private TruthReader(Path file) {
        this.file = file;
    }

    /**
     * Reads all drives of a file, in its order.
     *
     * @throws TruthFileException if something in it is not as it should be; the message says what and where
     */
    public static List<TrueDrive> read(Path file) throws IOException {
        TruthReader reader = new TruthReader(file);
        reader.read();
        return reader.drives;
    }

    private void read() throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                MappingIterator<JsonNode> values =
                        JSON.readerFor(JsonNode.class).readValues(in)) {
            while (values.hasNextValue()) {
                add(values.nextValue());
            }
        } catch (JsonProcessingException e) {
            throw new TruthFileException(
                    file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        }
        if (drives.isEmpty()) {
            throw new TruthFileException(file + " holds no drive.");
        }
    }

    private void add(JsonNode value) throws TruthFileException {
        switch (value.path("type").asText()) {
            case "FeatureCollection" -> {
                for (JsonNode feature : value.path("features")) {
                    add(feature);
                }
            }
            case "Feature" -> addGeoJson(value.path("geometry"), traceOf(value.path("properties")));
            case "LineString", "MultiLineString" -> addGeoJson(value, "");
            default -> addLine(value);
        }
    }

    private void addGeoJson(JsonNode geometry, String trace) throws TruthFileException {
        JsonNode coordinates = geometry.path("coordinates");
        List<PathLine> lines = new ArrayList<>();
        switch (geometry.path("type").asText()) {
            case "LineString" -> lines.add(line(coordinates, 1, 0));
            case "MultiLineString" -> {
                for (JsonNode part : coordinates) {
                    lines.add(line(part, 1, 0));
                }
            }
            default ->
                throw wrong(
                        "a geometry is a " + geometry.path("type").asText("(nothing)") + "; a drive is a LineString");
        }
        drives.add(new TrueDrive(trace, Long.MIN_VALUE, Long.MAX_VALUE, List.of(), lines));
    }

    private void addLine(JsonNode value) throws TruthFileException {
        JsonNode ways = value.has("path") ? value.get("path") : value.path("ways");
        JsonNode route = value.has("geometry") ? value.get("geometry") : value.path("route");
        if (!ways.isArray() && !route.isArray()) {
            throw wrong("it has neither a \"path\" of ways nor a \"geometry\"");
        }
        drives.add(new TrueDrive(
                traceOf(value),
                time(value.path("start"), Long.MIN_VALUE),
                time(value.path("end"), Long.MAX_VALUE),
                ways.isArray() ? ways(ways) : List.of(),
                ways.isArray() ? List.of() : List.of(line(route, 0, 1))));
    }

    private List<TrueWay> ways(JsonNode path) throws TruthFileException {
        List<TrueWay> ways = new ArrayList<>();
        for (JsonNode entry : path) {
            if (!entry.path("way").isIntegralNumber() || !entry.path("forward").isBoolean()) {
                throw wrong("an entry of its path is not {\"way\": number, \"forward\": true or false, …}");
            }
            ways.add(new TrueWay(
                    entry.get("way").longValue(),
                    entry.get("forward").booleanValue(),
                    entry.path("fromMetres").asDouble(Double.NaN),
                    entry.path("toMetres").asDouble(Double.NaN)));
        }
        return ways;
    }

    private PathLine line(JsonNode positions, int latitudeAt, int longitudeAt) throws TruthFileException {
        double[] latitudes = new double[positions.size()];
        double[] longitudes = new double[positions.size()];
        for (int i = 0; i < positions.size(); i++) {
            JsonNode latitude = positions.get(i).path(latitudeAt);
            JsonNode longitude = positions.get(i).path(longitudeAt);
            if (!latitude.isNumber() || !longitude.isNumber()) {
                throw wrong("position " + i + " of its line is no pair of numbers");
            }
            latitudes[i] = latitude.doubleValue();
            longitudes[i] = longitude.doubleValue();
        }
        return PathLine.through(latitudes, longitudes);
    }

    private long time(JsonNode time, long otherwise) throws TruthFileException {
        if (time.isMissingNode() || time.isNull()) {
            return otherwise;
        }
        if (time.isIntegralNumber()) {
            return time.longValue();
        }
        try {
            return Instant.parse(time.asText()).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw wrong("\"" + time.asText() + "\" is no time like 2026-03-01T07:30:00Z");
        }
    }

    private static String traceOf(JsonNode names) {
        return TRACE_NAMES.stream()
                .filter(names::hasNonNull)
                .map(name -> names.get(name).asText())
                .findFirst()
                .orElse("");
    }

    private TruthFileException wrong(String what) {
        return new TruthFileException(file + ", drive " + (drives.size() + 1) + ": " + what + ".");
    }
}
