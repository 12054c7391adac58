package org.trips.cli.compare;

import java.io.IOException;
import java.util.Optional;

/** All documents of two sides, each in one pair. Not thread-safe. */
public interface DocumentPairs {
    /**
     * The next pair, or empty after the last.
     *
     * @throws IOException if a side cannot be read, or gives documents in no order
     */
    Optional<DocumentPair> next() throws IOException;
}
