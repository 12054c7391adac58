package org.trips.job.stores;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.trips.journeys.documents.StoreDocument;

/**
 * Reads a store's documents in the form in which the job wrote them, with {@code writtenAt}; the order of their fields may be
 * the store's own. Thread-safe.
 */
public interface StoreReader extends AutoCloseable {
    /** @throws IOException if the store cannot be read; the message names it */
    List<StoreDocument> find(StoreQuery query) throws IOException;

    /**
     * All documents of a collection in ascending order of the bytes of their ids, however many: few of them are in memory at
     * a time. What changes meanwhile may be read as it was before or after.
     */
    default DocumentStream all(String collection) throws IOException {
        return new DocumentPages(this, collection);
    }

    /** How many documents a collection has. */
    long count(String collection) throws IOException;

    /** Why nothing is found in a store that nobody has ever written to or prepared, in words; empty where somebody has. */
    Optional<String> whyEmpty() throws IOException;

    @Override
    void close();
}
