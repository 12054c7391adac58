package org.trips.cli.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.trips.job.stores.DocumentStream;
import org.trips.journeys.documents.StoreDocument;

/** Pairs documents that have the same id, by one pass over both sides in the order of the ids: one of each is in memory. */
public final class PairsById implements DocumentPairs {
    private final DocumentStream left;
    private final DocumentStream right;
    private StoreDocument nextOfLeft;
    private StoreDocument nextOfRight;
    private boolean begun;

    /** Both ascending in the order of the bytes of their ids, each id once. */
    public PairsById(DocumentStream left, DocumentStream right) {
        this.left = left;
        this.right = right;
    }

    @Override
    public Optional<DocumentPair> next() throws IOException {
        if (!begun) {
            begun = true;
            nextOfLeft = left.next().orElse(null);
            nextOfRight = right.next().orElse(null);
        }
        if (nextOfLeft == null && nextOfRight == null) {
            return Optional.empty();
        }
        int order = nextOfLeft == null ? 1 : nextOfRight == null ? -1 : compare(nextOfLeft.id(), nextOfRight.id());
        DocumentPair pair = new DocumentPair(order <= 0 ? nextOfLeft : null, order >= 0 ? nextOfRight : null);
        if (order <= 0) {
            nextOfLeft = after(nextOfLeft, left);
        }
        if (order >= 0) {
            nextOfRight = after(nextOfRight, right);
        }
        return Optional.of(pair);
    }

    /** Documents that are not in order would be taken for missing ones. */
    private static StoreDocument after(StoreDocument last, DocumentStream documents) throws IOException {
        Optional<StoreDocument> next = documents.next();
        if (next.isPresent() && compare(last.id(), next.get().id()) >= 0) {
            throw new IOException("A store gives its documents in another order than that of the bytes of their ids: "
                    + next.get().id() + " after " + last.id() + "; it cannot be compared");
        }
        return next.orElse(null);
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
