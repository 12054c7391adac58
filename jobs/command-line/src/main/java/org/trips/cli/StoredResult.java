package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.trips.cli.journeys.Documents;
import org.trips.cli.journeys.Reprocessed;
import org.trips.job.stores.StoreQuery;
import org.trips.job.stores.StoreQuery.Comparison;
import org.trips.job.stores.StoreReader;
import org.trips.journeys.documents.StoreDocument;

/** Asks stores whether they have what the job makes of a span that is computed again. */
final class StoredResult {
    private static final long LOOK_MILLIS = 500;

    private final JourneysInStores stores;
    private final List<Reprocessed> expected;

    StoredResult(JourneysInStores stores, List<Reprocessed> expected) {
        this.stores = stores;
        this.expected = List.copyOf(expected);
    }

    /** Waits until all have it, or the limit has passed; returns of how many journeys one of them lacks the new revision or end. */
    long await(Duration limit) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(limit);
        long lacking = lacking();
        while (lacking > 0 && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            lacking = lacking();
        }
        return lacking;
    }

    private long lacking() throws IOException {
        long most = 0;
        for (StoreReader store : stores.each()) {
            most = Math.max(most, lacking(store));
        }
        return most;
    }

    private long lacking(StoreReader store) throws IOException {
        List<String> ids = expected.stream().map(StoredResult::id).toList();
        Map<String, JsonNode> stored = new HashMap<>();
        store.find(StoreQuery.of(StoreDocument.JOURNEYS).where(StoreQuery.ID, Comparison.ONE_OF, ids))
                .forEach(journey -> stored.put(journey.id(), Documents.tree(journey)));
        return expected.stream()
                .filter(journey -> !isDone(journey, stored.get(id(journey))))
                .count();
    }

    /** The job writes each journey of the span anew, those that stay as they are too. */
    private static boolean isDone(Reprocessed expected, JsonNode stored) {
        if (expected.fate() == Reprocessed.Fate.WITHDRAWN) {
            return stored == null;
        }
        return stored != null && revision(stored) >= revision(expected.journey());
    }

    private static long revision(JsonNode journey) {
        return journey.path("revision").asLong();
    }

    private static String id(Reprocessed journey) {
        return journey.journey().path("_id").asText();
    }
}
