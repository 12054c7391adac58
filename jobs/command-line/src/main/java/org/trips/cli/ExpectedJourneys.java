package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.trips.cli.journeys.Documents;
import org.trips.job.EmbeddedJob;
import org.trips.job.stores.StoreQuery;
import org.trips.job.stores.StoreQuery.Comparison;
import org.trips.job.stores.StoreReader;
import org.trips.journeys.documents.StoreDocument;

/**
 * The journeys that the store is to hold in the end, known beforehand from the plain functions: the same documents but
 * for {@code revision} and {@code writtenAt}. Not thread-safe.
 */
final class ExpectedJourneys {
    private static final long LOOK_MILLIS = 200;

    /** After so long without any change in the store nothing more is coming. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, JsonNode> expected = new HashMap<>();

    ExpectedJourneys(List<JsonNode> documents) {
        documents.forEach(document -> expected.put(document.path("_id").asText(), comparable(document)));
    }

    int count() {
        return expected.size();
    }

    /**
     * Waits until the store holds them all.
     *
     * @throws CheckFailedException if the job ends before, or if the store has not changed for a minute
     */
    void await(StoreReader store, EmbeddedJob job, JobFailures failures, Progress progress)
            throws IOException, InterruptedException, ExecutionException {
        Map<String, JsonNode> before = Map.of();
        long changedAt = System.nanoTime();
        while (true) {
            Map<String, JsonNode> held = held(store);
            long arrived = expected.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(held.get(entry.getKey())))
                    .count();
            progress.at(arrived);
            if (arrived == expected.size()) {
                return;
            }
            failures.tell();
            if (job.status().isTerminalState()) {
                JobEnd.await(job, failures);
                throw new CheckFailedException("the job ended before all journeys had arrived: " + missing(held));
            }
            if (!held.equals(before)) {
                before = held;
                changedAt = System.nanoTime();
            } else if (System.nanoTime() - changedAt > PATIENCE.toNanos()) {
                throw new CheckFailedException((expected.size() - arrived) + " of " + expected.size()
                        + " expected journeys did not arrive: " + missing(held));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private Map<String, JsonNode> held(StoreReader store) throws IOException {
        Map<String, JsonNode> held = new HashMap<>();
        for (StoreDocument document : store.find(StoreQuery.of(StoreDocument.JOURNEYS)
                .where(StoreQuery.ID, Comparison.ONE_OF, List.copyOf(expected.keySet())))) {
            held.put(document.id(), comparable(Documents.tree(document)));
        }
        return held;
    }

    private String missing(Map<String, JsonNode> held) {
        StringBuilder text = new StringBuilder();
        expected.forEach((id, document) -> {
            if (!held.containsKey(id)) {
                text.append("\n  ")
                        .append(id)
                        .append(" of ")
                        .append(document.path("start").asText());
            } else if (!document.equals(held.get(id))) {
                text.append("\n  ").append(id).append(" is there, but differs");
            }
        });
        return text.toString();
    }

    private static JsonNode comparable(JsonNode document) {
        return ((ObjectNode) document.deepCopy()).without(List.of("revision", "writtenAt"));
    }
}
