package org.trips.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.trips.cli.explain.Finding.Topic;

/** Puts into words in what a journey's document, from the store, differs from the journey that is found anew. */
final class StoredDifference {
    private static final int FIELDS_TOLD = 8;

    private static final String PROVISIONAL = "provisional";

    private final JsonNode stored;
    private final JsonNode found;
    private final Set<String> ignored;
    private final long startMillis;
    private final long endMillis;

    /**
     * Compares two documents.
     *
     * @param ignored fields that say nothing of the points or cannot be known here
     */
    StoredDifference(JsonNode stored, JsonNode found, Set<String> ignored, long startMillis, long endMillis) {
        this.stored = stored;
        this.found = found;
        this.ignored = ignored;
        this.startMillis = startMillis;
        this.endMillis = endMillis;
    }

    List<Finding> tell() {
        List<Finding> told = new ArrayList<>();
        if (differs("start") || differs("end")) {
            told.add(difference(
                    "span",
                    "The document has it from " + text("start", stored) + " to " + text("end", stored)
                            + "; these points make it from " + text("start", found) + " to " + text("end", found)
                            + ". What follows tells of the latter."));
        }
        if (differs("profile")) {
            told.add(difference(
                    "profile",
                    "The document is by profile " + text("profile", stored) + ", this explanation by "
                            + text("profile", found)
                            + ": thresholds may be others. Name its file, or the job's --config."));
        }
        if (differs("roads")) {
            told.add(difference("roads", roads()));
        }
        int storedPoints = stored.at("/quality/pointsUsed").asInt();
        int foundPoints = found.at("/quality/pointsUsed").asInt();
        if (storedPoints != foundPoints) {
            told.add(difference(
                    "points",
                    String.format(
                            Locale.ROOT,
                            "The document rests on %,d points, this explanation on %,d%s.",
                            storedPoints,
                            foundPoints,
                            differs("profile")
                                    ? ""
                                    : foundPoints < storedPoints
                                            ? ": some are missing in these files"
                                            : ": more came since, or came too late")));
        }
        boolean storedOpen = PROVISIONAL.equals(stored.path("status").asText());
        boolean foundOpen = PROVISIONAL.equals(found.path("status").asText());
        if (storedOpen != foundOpen) {
            told.add(difference(
                    "status",
                    "The document is " + text("status", stored) + ", this explanation " + text("status", found)
                            + (differs("profile")
                                    ? "."
                                    : foundOpen
                                            ? ": the points that proved its end are missing in these files."
                                            : ": these files hold the points that prove its end.")));
        }
        tellOtherFields(told);
        if (told.isEmpty()) {
            told.add(difference("none", "The points at hand make exactly this document."));
        }
        return told;
    }

    private String roads() {
        if (found.path("roads").isNull()) {
            return "The document is measured on roads " + text("roads", stored)
                    + ", this explanation without roads: distance, limits and speeding may differ. Name the road file with"
                    + " --roads.";
        }
        return "The document is measured "
                + (stored.path("roads").isNull() ? "without roads" : "on roads " + text("roads", stored))
                + ", this explanation on roads " + text("roads", found) + ".";
    }

    private void tellOtherFields(List<Finding> told) {
        Set<String> names = new TreeSet<>();
        stored.fieldNames().forEachRemaining(names::add);
        found.fieldNames().forEachRemaining(names::add);
        names.removeAll(ignored);
        names.removeAll(List.of("_id", "start", "end", "status", "profile", "roads"));
        List<String> others = new ArrayList<>();
        for (String name : names) {
            if (differs(name)) {
                boolean small =
                        stored.path(name).isValueNode() && found.path(name).isValueNode();
                others.add(small ? name + " " + text(name, stored) + " (here " + text(name, found) + ")" : name);
            }
        }
        if (!others.isEmpty()) {
            int more = others.size() - FIELDS_TOLD;
            String text = String.join(", ", others.subList(0, Math.min(FIELDS_TOLD, others.size())));
            told.add(difference(
                    "fields", "Other than in the document: " + text + (more > 0 ? ", and " + more + " more." : ".")));
        }
    }

    private boolean differs(String field) {
        return !stored.path(field).equals(found.path(field));
    }

    private static String text(String field, JsonNode document) {
        JsonNode value = document.path(field);
        return value.isMissingNode() || value.isNull() ? "none" : value.asText();
    }

    private Finding difference(String label, String text) {
        return new Finding(Topic.DIFFERENCE, label, startMillis, endMillis, 0, text);
    }
}
