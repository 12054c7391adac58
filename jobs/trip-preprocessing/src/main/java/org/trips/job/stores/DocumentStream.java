package org.trips.job.stores;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.trips.journeys.documents.StoreDocument;

/** Documents, one after the other. Not thread-safe. */
public interface DocumentStream extends Closeable {
    /**
     * The next one, or empty after the last.
     *
     * @throws IOException if the store cannot be read
     */
    Optional<StoreDocument> next() throws IOException;
}
