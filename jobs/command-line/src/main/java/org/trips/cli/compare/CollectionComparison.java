package org.trips.cli.compare;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.trips.journeys.documents.StoreDocument;

/** Compares the documents of one collection on two sides, pair by pair, and counts what it finds. Not thread-safe. */
public final class CollectionComparison {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String ID = "_id";

    /** By which a person finds a document. */
    private static final List<String> WHOSE_AND_WHEN = List.of("device", "policy", "start", "day", "month");

    /** Takes what is not equal, as it is found. */
    public interface Listener {
        /** @param difference one JSON object: collection, id, outcome, whose and when, and of two documents the fields that differ */
        void differs(JsonNode difference) throws IOException;
    }

    /** What two documents of a pair are compared by. */
    public interface Differences {
        /** @return none where they are the same */
        List<DocumentDifference> between(JsonNode left, JsonNode right);
    }

    private final String collection;
    private final Differences differences;
    private final Listener listener;
    private final Map<String, Long> differingFields = new TreeMap<>();
    private long equal;
    private long differing;
    private long onlyLeft;
    private long onlyRight;

    public CollectionComparison(String collection, Differences differences, Listener listener) {
        this.collection = collection;
        this.differences = differences;
        this.listener = listener;
    }

    /**
     * Compares all pairs of which the left one, or where there is none the right one, lies within a span.
     *
     * @throws IOException if a side cannot be read, or gives documents in no order
     */
    public void compare(DocumentPairs pairs, DateSpan span) throws IOException {
        for (Optional<DocumentPair> next = pairs.next(); next.isPresent(); next = pairs.next()) {
            StoreDocument left = next.get().left();
            StoreDocument right = next.get().right();
            JsonNode ofLeft = left == null ? null : JSON.readTree(left.json());
            JsonNode ofRight = right == null ? null : JSON.readTree(right.json());
            if (!span.contains(left == null ? ofRight : ofLeft)) {
                continue;
            }
            if (right == null) {
                onlyLeft++;
                listener.differs(told("onlyLeft", ofLeft));
            } else if (left == null) {
                onlyRight++;
                listener.differs(told("onlyRight", ofRight));
            } else {
                compare(ofLeft, ofRight);
            }
        }
    }

    private void compare(JsonNode left, JsonNode right) throws IOException {
        List<DocumentDifference> found = differences.between(left, right);
        if (found.isEmpty()) {
            equal++;
            return;
        }
        differing++;
        found.stream()
                .map(DocumentDifference::kind)
                .distinct()
                .forEach(field -> differingFields.merge(field, 1L, Long::sum));
        ObjectNode told = told("differing", left);
        if (!left.path(ID).equals(right.path(ID))) {
            told.set("rightId", right.path(ID));
        }
        ArrayNode fields = told.putArray("fields");
        for (DocumentDifference difference : found) {
            ObjectNode field = fields.addObject().put("field", difference.field());
            if (!difference.left().isMissingNode()) {
                field.set("left", difference.left());
            }
            if (!difference.right().isMissingNode()) {
                field.set("right", difference.right());
            }
        }
        listener.differs(told);
    }

    private ObjectNode told(String outcome, JsonNode document) {
        ObjectNode told = JSON.createObjectNode()
                .put("collection", collection)
                .put("id", document.path(ID).asText())
                .put("outcome", outcome);
        for (String name : WHOSE_AND_WHEN) {
            if (document.path(name).isTextual()) {
                told.set(name, document.path(name));
            }
        }
        return told;
    }

    public String collection() {
        return collection;
    }

    public long equal() {
        return equal;
    }

    public long differing() {
        return differing;
    }

    public long onlyLeft() {
        return onlyLeft;
    }

    public long onlyRight() {
        return onlyRight;
    }

    /** How many documents differ in a field, by its path without places in lists. */
    public Map<String, Long> differingFields() {
        return Map.copyOf(differingFields);
    }

    /** How many pairs there were. */
    public long pairs() {
        return equal + differing + onlyLeft + onlyRight;
    }

    public boolean foundNoDifference() {
        return differing + onlyLeft + onlyRight == 0;
    }
}
