package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.trips.cli.journeys.Documents;
import org.trips.job.stores.Store;
import org.trips.job.stores.StoreQuery;
import org.trips.job.stores.StoreReader;
import org.trips.journeys.documents.StoreDocument;

/**
 * The journeys that any of a job's stores has. None alone tells of all of them: one that was added later lacks what was settled
 * before, one that was left out for a while what came meanwhile. Of several versions the one written last counts.
 */
final class JourneysInStores implements AutoCloseable {
    /** A journey that was withdrawn and came back begins anew with its revisions, so the time counts first. */
    private static final Comparator<JsonNode> LAST_WRITTEN = Comparator.comparing(JourneysInStores::writtenAt)
            .thenComparingLong(journey -> journey.path("revision").asLong());

    private final List<StoreReader> readers = new ArrayList<>();

    JourneysInStores(List<Store> stores) {
        stores.forEach(store -> readers.add(store.reader()));
    }

    /** @throws BadInputException saying why, if nothing was ever written to one of them */
    void requireUsed() throws IOException {
        for (StoreReader reader : readers) {
            StoreOptions.requireUsed(reader);
        }
    }

    /**
     * Those that any of the stores finds, by start.
     *
     * @param query of journeys; where it has a limit, each store finds so many
     */
    List<JsonNode> find(StoreQuery query) throws IOException {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (StoreReader reader : readers) {
            for (StoreDocument journey : reader.find(query)) {
                found.merge(journey.id(), Documents.tree(journey), BinaryOperator.maxBy(LAST_WRITTEN));
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing(journey -> journey.path("start").asText()))
                .toList();
    }

    /** Each store by itself. */
    List<StoreReader> each() {
        return List.copyOf(readers);
    }

    /** As a text, which sorts by time; files of earlier versions do not tell it. */
    private static String writtenAt(JsonNode journey) {
        return journey.path("writtenAt").asText();
    }

    @Override
    public void close() {
        readers.forEach(StoreReader::close);
    }
}
