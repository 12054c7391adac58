package org.trips.job.stores;

import java.io.IOException;
import java.util.Optional;

/** A store has not written what it was to write. The message is the reason, for a person, without the store's name. */
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean liesInADocument;
    private final Integer index;

    /**
     * @param liesInADocument whether it comes again however often the document is written, and costs only that one
     * @param index of the document that failed, or null where the store does not tell
     */
    StoreException(String reason, boolean liesInADocument, Integer index) {
        super(reason);
        this.liesInADocument = liesInADocument;
        this.index = index;
    }

    /** Whether it comes again however often the document is written, and costs only that one. */
    public boolean liesInADocument() {
        return liesInADocument;
    }

    /** Of the document that failed, where the store tells. */
    public Optional<Integer> index() {
        return Optional.ofNullable(index);
    }
}
