package org.trips.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.trips.journeys.EventType;

/** The truth beside simulated uploads: one journey on each line, as JSON; compressed where the name ends in .gz. */
public final class TruthFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double CENTIS = 100;
    private static final double MILLIS = 1000;

    private TruthFile() {}

    /** One journey as a line of JSON, without the line's end. */
    public static String line(JourneyTruth journey) {
        ObjectNode line = JSON.createObjectNode();
        line.put("device", journey.device());
        line.put("start", Instant.ofEpochMilli(journey.startMillis()).toString());
        line.put("end", Instant.ofEpochMilli(journey.endMillis()).toString());
        line.put("metres", Math.round(journey.metres() * MILLIS) / MILLIS);
        ArrayNode ways = line.putArray("ways");
        for (DrivenStretch stretch : journey.ways()) {
            ways.addObject()
                    .put("way", stretch.way())
                    .put("forward", stretch.forward())
                    .put("fromMetres", stretch.fromMetres())
                    .put("toMetres", stretch.toMetres());
        }
        ArrayNode events = line.putArray("events");
        for (TrueEvent event : journey.events()) {
            events.addObject()
                    .put("type", event.type().label())
                    .put("start", Instant.ofEpochMilli(event.startMillis()).toString())
                    .put("seconds", event.seconds())
                    .put("peak", Math.round(event.peak() * CENTIS) / CENTIS);
        }
        return line.toString();
    }

    /** All journeys of a file, in its order. */
    public static List<JourneyTruth> read(Path file) throws IOException {
        List<JourneyTruth> journeys = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                journeys.add(journey(JSON.readTree(line)));
            }
        }
        return journeys;
    }

    private static JourneyTruth journey(JsonNode line) {
        List<DrivenStretch> ways = new ArrayList<>();
        for (JsonNode way : line.get("ways")) {
            ways.add(new DrivenStretch(
                    way.get("way").longValue(),
                    way.get("forward").booleanValue(),
                    way.get("fromMetres").doubleValue(),
                    way.get("toMetres").doubleValue()));
        }
        List<TrueEvent> events = new ArrayList<>();
        for (JsonNode event : line.get("events")) {
            events.add(new TrueEvent(
                    type(event.get("type").textValue()),
                    millis(event.get("start")),
                    event.get("seconds").doubleValue(),
                    event.get("peak").doubleValue()));
        }
        return new JourneyTruth(
                line.get("device").textValue(),
                millis(line.get("start")),
                millis(line.get("end")),
                line.get("metres").doubleValue(),
                ways,
                events);
    }

    private static EventType type(String label) {
        for (EventType type : EventType.values()) {
            if (type.label().equals(label)) {
                return type;
            }
        }
        throw new IllegalArgumentException("The truth names an event \"" + label + "\", which there is not.");
    }

    private static long millis(JsonNode time) {
        return Instant.parse(time.textValue()).toEpochMilli();
    }
}
