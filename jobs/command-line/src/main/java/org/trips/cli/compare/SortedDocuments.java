package org.trips.cli.compare;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.trips.job.mapping.ComparedField;
import org.trips.job.stores.DocumentStream;
import org.trips.job.stores.SortedLines;
import org.trips.job.stores.StoreReader;
import org.trips.journeys.documents.StoreDocument;

/** Documents in an order in which their store does not give them, sorted outside of memory. Not thread-safe. */
public final class SortedDocuments implements DocumentStream {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Wide enough for any time since 1970, so that times sort as texts. */
    private static final String TIME = "%019d";

    private final String collection;
    private final SortedLines lines;

    SortedDocuments(String collection, SortedLines lines) {
        this.collection = collection;
        this.lines = lines;
    }

    /** A store's journeys by the bytes of their devices, and by start within each, with no more than is to be compared. */
    public static SortedDocuments byDevice(StoreReader store, List<ComparedField> compared, DateSpan span)
            throws IOException {
        return new SortedDocuments(StoreDocument.JOURNEYS, SortedLines.of(out -> {
            try (DocumentStream journeys = store.all(StoreDocument.JOURNEYS)) {
                for (var next = journeys.next(); next.isPresent(); next = journeys.next()) {
                    JsonNode journey = JSON.readTree(next.get().json());
                    if (span.mayConcern(journey)) {
                        addByDevice(comparedOf(journey, compared), out);
                    }
                }
            }
        }));
    }

    private static ObjectNode comparedOf(JsonNode journey, List<ComparedField> compared) {
        ObjectNode kept = JSON.createObjectNode();
        for (String name : List.of("_id", "device", "start", "end")) {
            kept.set(name, journey.path(name));
        }
        for (ComparedField field : compared) {
            String top = field.name().split("\\.")[0];
            if (journey.has(top)) {
                kept.set(top, journey.path(top));
            }
        }
        return kept;
    }

    /** Adds a document by its id. */
    static void addById(JsonNode document, BufferedWriter out) throws IOException {
        add(hex(document.path("_id").asText()), document, out);
    }

    /** Adds a journey by its device and start. */
    static void addByDevice(JsonNode journey, BufferedWriter out) throws IOException {
        long start = Instant.parse(journey.path("start").asText()).toEpochMilli();
        add(hex(journey.path("device").asText()) + "\t" + TIME.formatted(start), journey, out);
    }

    private static void add(String key, JsonNode document, BufferedWriter out) throws IOException {
        out.write(key);
        out.write('\t');
        out.write(JSON.writeValueAsString(document));
        out.write('\n');
    }

    /** Sorts as the bytes do. */
    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<StoreDocument> next() throws IOException {
        String line = lines.next();
        if (line == null) {
            return Optional.empty();
        }
        String json = line.substring(line.lastIndexOf('\t') + 1);
        return Optional.of(new StoreDocument(
                collection, JSON.readTree(json).path("_id").asText(), json.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
