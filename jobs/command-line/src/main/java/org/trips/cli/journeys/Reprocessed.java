package org.trips.cli.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.trips.cli.TextTable;
import org.trips.journeys.Journey;
import org.trips.journeys.documents.JourneyDocument;

/**
 * What becomes of each of the store's journeys in a span when it is computed again.
 *
 * @param fate of the journey
 * @param journey its document as it will be, or as it was where it is withdrawn
 */
public record Reprocessed(Fate fate, JsonNode journey) {
    /** What becomes of a journey. */
    public enum Fate {
        KEPT,
        CHANGED,
        NEW,
        WITHDRAWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Fields that tell how a document came about. */
    private static final List<String> HISTORY = List.of("revision", "writtenAt");

    /** Fields that follow from the device's policies, time zone included. */
    private static final List<String> OF_POLICIES =
            List.of("policy", "parts", "nightSeconds", "nightMetres", "rushHour");

    /**
     * Compares what the store has with what is found now.
     *
     * @param policiesKnown whether the journeys were computed with the device's policies; else what follows from those is
     *     neither compared nor in their documents
     */
    public static List<Reprocessed> compare(List<JsonNode> stored, List<Journey> found, boolean policiesKnown) {
        Map<String, JsonNode> before = new LinkedHashMap<>();
        stored.forEach(journey -> before.put(journey.path("_id").asText(), journey));
        List<Reprocessed> all = new ArrayList<>();
        for (Journey journey : found) {
            JsonNode known = before.remove(journey.id());
            ObjectNode now = Documents.tree(JourneyDocument.of(journey, revisionAfter(known)))
                    .deepCopy();
            if (!policiesKnown) {
                now.remove(OF_POLICIES);
            }
            Fate fate = known == null
                    ? Fate.NEW
                    : content(known, policiesKnown).equals(content(now, policiesKnown)) ? Fate.KEPT : Fate.CHANGED;
            all.add(new Reprocessed(fate, now));
        }
        before.values().forEach(gone -> all.add(new Reprocessed(Fate.WITHDRAWN, gone)));
        return all;
    }

    private static long revisionAfter(JsonNode known) {
        return known == null ? 1 : known.path("revision").asLong() + 1;
    }

    private static JsonNode content(JsonNode document, boolean policiesKnown) {
        ObjectNode content = document.deepCopy();
        content.remove(incomparable(policiesKnown));
        return content;
    }

    /**
     * Fields of a journey's document that say nothing of what is found in its points.
     *
     * @param policiesKnown whether the device's policies are at hand; else what follows from those is among them
     */
    public static Set<String> incomparable(boolean policiesKnown) {
        Set<String> fields = new HashSet<>(HISTORY);
        if (!policiesKnown) {
            fields.addAll(OF_POLICIES);
        }
        return fields;
    }

    /** How many there are of each fate, as a sentence without its end. */
    public static String counts(List<Reprocessed> all) {
        return Arrays.stream(Fate.values())
                .map(fate -> count(all, fate) + " " + fate.label())
                .collect(Collectors.joining(", "));
    }

    public static long count(List<Reprocessed> all, Fate fate) {
        return all.stream().filter(journey -> journey.fate == fate).count();
    }

    /** One line for each journey that does not stay as it is, by start. */
    public static String table(List<Reprocessed> all, int width) {
        List<Reprocessed> shown = all.stream()
                .filter(journey -> journey.fate != Fate.KEPT)
                .sorted((one, other) -> one.start().compareTo(other.start()))
                .toList();
        return new TextTable<Reprocessed>()
                .words("Journey", 9, row -> row.fate.label())
                .words("Start (UTC)", 9, row -> Figures.minute(row.journey.path("start")))
                .words("End (UTC)", 5, row -> Figures.minute(row.journey.path("end")))
                .numbers("km", 8, row -> Figures.kilometres(row.journey.path("distanceMetres")))
                .words("Policy", 4, row -> policy(row.journey.path("policy")))
                .render(shown, width);
    }

    private static String policy(JsonNode policy) {
        if (policy.isMissingNode()) {
            return "?";
        }
        return policy.isNull() ? "–" : policy.asText();
    }

    private String start() {
        return journey.path("start").asText();
    }
}
