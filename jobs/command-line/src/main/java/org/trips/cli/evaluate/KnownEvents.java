package org.trips.cli.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.trips.journeys.EventType;
import org.trips.journeys.evaluation.KnownEvent;
import org.trips.journeys.evaluation.ProfileJudge;

/**
 * Reads harsh events of which it is known that they happened: a table ({@code .csv}) with an event on each row, or the
 * truth that the simulator writes, a drive with its {@code events} on each line. Compressed where the name ends in .gz.
 */
public final class KnownEvents {
    private static final String DEVICE = "device";
    private static final String TIME = "time";
    private static final String TYPE = "type";
    private static final String SECONDS = "seconds";
    private static final String PEAK = "peak";
    private static final double MILLIS = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreHeaderCase(true)
            .setTrim(true)
            .get();

    private final Path file;
    private final double clearFromMps2;
    private final Map<String, List<KnownEvent>> events = new HashMap<>();
    private long line;

    private KnownEvents(Path file, double clearFromMps2) {
        this.file = file;
        this.clearFromMps2 = clearFromMps2;
    }

    /**
     * Reads all events of a file; speeding is passed over.
     *
     * @param clearFromMps2 an event with a lower peak is doubtful; one without a peak is not
     * @throws TruthFileException if something in it is not as it should be; the message says what and where
     */
    public static KnownEvents read(Path file, double clearFromMps2) throws IOException {
        KnownEvents known = new KnownEvents(file, clearFromMps2);
        String name = file.toString();
        boolean packed = name.endsWith(".gz");
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = packed ? new GZIPInputStream(bytes) : bytes;
                BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
                known.readTable(text);
            } else {
                known.readDrives(text);
            }
        }
        if (known.events.isEmpty()) {
            throw new TruthFileException(file + " holds neither an event nor a drive.");
        }
        return known;
    }

    /** The devices that it names, also those of which it knows no event. */
    public Set<String> devices() {
        return events.keySet();
    }

    /** What is known of a device, nothing where it is not named. */
    public List<KnownEvent> of(String device) {
        return events.getOrDefault(device, List.of());
    }

    private void readTable(BufferedReader text) throws IOException {
        try (CSVParser rows = CSVParser.parse(text, FORMAT)) {
            line = 1;
            for (String column : List.of(DEVICE, TIME, TYPE)) {
                if (!rows.getHeaderMap().containsKey(column)) {
                    throw wrong("the header has no column " + column + "; it needs device,time,type[,seconds][,peak]");
                }
            }
            for (CSVRecord row : rows) {
                line = rows.getCurrentLineNumber();
                add(field(row, DEVICE), field(row, TYPE), field(row, TIME), field(row, SECONDS), field(row, PEAK));
            }
        }
    }

    private static String field(CSVRecord row, String column) {
        return row.isSet(column) ? row.get(column) : "";
    }

    private void readDrives(BufferedReader text) throws IOException {
        for (String drive = text.readLine(); drive != null; drive = text.readLine()) {
            line++;
            if (!drive.isBlank()) {
                add(tree(drive));
            }
        }
    }

    private JsonNode tree(String drive) throws TruthFileException {
        try {
            return JSON.readTree(drive);
        } catch (JsonProcessingException e) {
            throw wrong("it is no JSON: " + e.getOriginalMessage());
        }
    }

    private void add(JsonNode drive) throws TruthFileException {
        if (!drive.hasNonNull(DEVICE) || !drive.path("events").isArray()) {
            throw wrong("a drive is {\"device\": …, \"events\": […], …}");
        }
        String device = drive.get(DEVICE).asText();
        events.computeIfAbsent(device, none -> new ArrayList<>());
        for (JsonNode event : drive.get("events")) {
            add(
                    device,
                    event.path(TYPE).asText(),
                    event.path("start").asText(),
                    event.path(SECONDS).asText(),
                    event.path(PEAK).asText());
        }
    }

    private void add(String device, String type, String time, String seconds, String peak) throws TruthFileException {
        if (device.isEmpty()) {
            throw wrong("it names no device");
        }
        if (type.equals(EventType.SPEEDING.label())) {
            return;
        }
        EventType known = ProfileJudge.HARSH.stream()
                .filter(candidate -> candidate.label().equals(type))
                .findFirst()
                .orElseThrow(() -> wrong("\"" + type + "\" is no type of event; there are "
                        + ProfileJudge.HARSH.stream().map(EventType::label).collect(Collectors.joining(", "))));
        long start = millis(time);
        double lasted = number(SECONDS, seconds, 0);
        boolean doubtful = number(PEAK, peak, Double.POSITIVE_INFINITY) < clearFromMps2;
        events.computeIfAbsent(device, none -> new ArrayList<>())
                .add(new KnownEvent(known, start, start + Math.round(lasted * MILLIS), doubtful));
    }

    private long millis(String time) throws TruthFileException {
        try {
            return time.matches("-?\\d+")
                    ? Long.parseLong(time)
                    : Instant.parse(time).toEpochMilli();
        } catch (DateTimeParseException | NumberFormatException e) {
            throw wrong("\"" + time + "\" is no time like 2026-03-01T07:30:00Z, or milliseconds since 1970");
        }
    }

    private double number(String what, String text, double otherwise) throws TruthFileException {
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a negative one is.
        }
        throw wrong(what + " is \"" + text + "\" where it should be a number, 0 or more");
    }

    private TruthFileException wrong(String what) {
        return new TruthFileException(file + ", line " + line + ": " + what + ".");
    }
}
