package org.trips.job.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.trips.journeys.documents.StoreDocument;

/** Reads a folder of changes: each time all of a collection, since files have no index. */
final class FileStoreReader implements StoreReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    FileStoreReader(Path folder) {
        this.folder = folder;
    }

    /** A document, and what it is sorted and chosen by. */
    private record Found(StoreDocument document, JsonNode tree) {}

    @Override
    public List<StoreDocument> find(StoreQuery query) throws IOException {
        var order = order(query);
        List<Found> found = new ArrayList<>();
        try (var documents = all(query.collection())) {
            for (var next = documents.next(); next.isPresent(); next = documents.next()) {
                var candidate = new Found(next.get(), JSON.readTree(next.get().json()));
                if (query.conditions().stream().allMatch(condition -> meets(candidate.tree, condition))) {
                    found.add(candidate);
                    if (query.limit() > 0 && found.size() >= 2L * query.limit()) {
                        found.sort(order);
                        found.subList(query.limit(), found.size()).clear();
                    }
                }
            }
        }
        found.sort(order);
        return found.stream()
                .limit(query.limit() > 0 ? query.limit() : Long.MAX_VALUE)
                .map(Found::document)
                .toList();
    }

    private static Comparator<Found> order(StoreQuery query) {
        return query.order().stream()
                .map(by -> by.descending() ? by(by.field()).reversed() : by(by.field()))
                .reduce(Comparator::thenComparing)
                .orElse(by(StoreQuery.ID));
    }

    private static Comparator<Found> by(String field) {
        return Comparator.comparing(found -> found.tree.path(field).asText(), FileStoreReader::compare);
    }

    private static boolean meets(JsonNode document, StoreQuery.Condition condition) {
        var field = document.path(condition.field());
        if (!field.isTextual()) {
            return false;
        } else if (condition.value() instanceof List<?> values) {
            return values.contains(field.asText());
        }
        var comparison = condition.value() instanceof Instant time
                ? Instant.parse(field.asText()).compareTo(time)
                : compare(field.asText(), condition.value().toString());
        return switch (condition.comparison()) {
            case EQUAL, ONE_OF -> comparison == 0;
            case AFTER -> comparison > 0;
            case AT_LEAST -> comparison >= 0;
            case BEFORE -> comparison < 0;
            case AT_MOST -> comparison <= 0;
        };
    }

    /** By bytes, as servers do. */
    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public DocumentStream all(String collection) throws IOException {
        return SortedChanges.of(folder, collection);
    }

    @Override
    public long count(String collection) throws IOException {
        long count = 0;
        try (var documents = all(collection)) {
            while (documents.next().isPresent()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public Optional<String> whyEmpty() throws IOException {
        for (var collection : StoreDocument.COLLECTIONS) {
            if (!SortedChanges.files(folder, collection).isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of("the folder " + folder + " has no files of documents, such as journeys-….ndjson");
    }

    @Override
    public void close() {
        // Nothing is held between two reads.
    }
}
