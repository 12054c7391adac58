package org.trips.cli.compare;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.trips.job.stores.DocumentStream;
import org.trips.journeys.documents.StoreDocument;

/**
 * Compares the documents of one collection in two stores by one pass over both in the order of their ids, so that one document of
 * each is in memory. Not thread-safe.
 */
public final class CollectionComparison {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Takes what is not equal, as it is found. */
    public interface Listener {
        /** @param difference one JSON object: collection, id, outcome, and of two documents the fields that differ */
        void differs(JsonNode difference) throws IOException;
    }

    private final String collection;
    private final List<String> ignored;
    private final Listener listener;
    private final Map<String, Long> differingFields = new TreeMap<>();
    private long equal;
    private long differing;
    private long onlyLeft;
    private long onlyRight;

    /** @param ignored fields at the top of documents that do not count */
    public CollectionComparison(String collection, List<String> ignored, Listener listener) {
        this.collection = collection;
        this.ignored = List.copyOf(ignored);
        this.listener = listener;
    }

    /** @throws IOException if a store cannot be read, or gives documents in no order */
    public void compare(DocumentStream left, DocumentStream right) throws IOException {
        Optional<StoreDocument> ofLeft = left.next();
        Optional<StoreDocument> ofRight = right.next();
        while (ofLeft.isPresent() || ofRight.isPresent()) {
            int order = order(ofLeft, ofRight);
            if (order < 0) {
                onlyLeft++;
                tell(ofLeft.get(), "onlyLeft", List.of());
            } else if (order > 0) {
                onlyRight++;
                tell(ofRight.get(), "onlyRight", List.of());
            } else {
                compare(ofLeft.get(), ofRight.get());
            }
            ofLeft = order <= 0 ? after(ofLeft.get(), left) : ofLeft;
            ofRight = order >= 0 ? after(ofRight.get(), right) : ofRight;
        }
    }

    private void compare(StoreDocument left, StoreDocument right) throws IOException {
        List<DocumentDifference> differences =
                DocumentDifference.between(JSON.readTree(left.json()), JSON.readTree(right.json()), ignored);
        if (differences.isEmpty()) {
            equal++;
            return;
        }
        differing++;
        differences.stream()
                .map(DocumentDifference::kind)
                .distinct()
                .forEach(field -> differingFields.merge(field, 1L, Long::sum));
        tell(left, "differing", differences);
    }

    private void tell(StoreDocument document, String outcome, List<DocumentDifference> differences) throws IOException {
        ObjectNode told = JSON.createObjectNode()
                .put("collection", collection)
                .put("id", document.id())
                .put("outcome", outcome);
        if (!differences.isEmpty()) {
            ArrayNode fields = told.putArray("fields");
            for (DocumentDifference difference : differences) {
                ObjectNode field = fields.addObject().put("field", difference.field());
                if (!difference.left().isMissingNode()) {
                    field.set("left", difference.left());
                }
                if (!difference.right().isMissingNode()) {
                    field.set("right", difference.right());
                }
            }
        }
        listener.differs(told);
    }

    /** Documents that are not in order would be taken for missing ones. */
    private static Optional<StoreDocument> after(StoreDocument last, DocumentStream documents) throws IOException {
        Optional<StoreDocument> next = documents.next();
        if (next.isPresent() && compareIds(last.id(), next.get().id()) >= 0) {
            throw new IOException("A store gives its documents in another order than that of the bytes of their ids: "
                    + next.get().id() + " after " + last.id() + "; it cannot be compared");
        }
        return next;
    }

    private static int order(Optional<StoreDocument> left, Optional<StoreDocument> right) {
        if (left.isEmpty()) {
            return 1;
        }
        return right.isEmpty() ? -1 : compareIds(left.get().id(), right.get().id());
    }

    private static int compareIds(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
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

    public boolean foundNoDifference() {
        return differing + onlyLeft + onlyRight == 0;
    }
}
