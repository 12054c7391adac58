package org.trips.job.stores;

import java.io.IOException;
import java.util.List;
import org.trips.journeys.documents.StoreDocument;

/**
 * Writes documents of one collection, for {@link StoreSink} and for whoever fills a store. It connects when it first writes, and
 * again after a connection was lost. Not thread-safe.
 */
public interface StoreWriter extends AutoCloseable {
    /**
     * Replaces or deletes documents by their ids, in order; all of it may be written again.
     *
     * @throws StoreException if not all was written; any part may have been
     * @throws InterruptedException if the thread was interrupted; any part may have been written
     */
    void write(List<StoreDocument> documents) throws StoreException, InterruptedException;

    /** What would have been stored, as the store's own tools read it; empty for a deletion. */
    byte[] importable(StoreDocument document);

    @Override
    void close() throws IOException;
}
