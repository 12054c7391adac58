package org.trips.job.stores;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.trips.job.stores.StoreQuery.Comparison;
import org.trips.journeys.documents.StoreDocument;

/** Reads a collection page by page, each from where the one before ended: no cursor at the store can run out meanwhile. */
final class DocumentPages implements DocumentStream {
    private static final int PAGE = 100;

    private final StoreReader reader;
    private final StoreQuery query;
    private final Queue<StoreDocument> page = new ArrayDeque<>();
    private Optional<String> last = Optional.empty();
    private boolean ended;

    DocumentPages(StoreReader reader, String collection) {
        this.reader = reader;
        query = StoreQuery.of(collection).ascending(StoreQuery.ID).atMost(PAGE);
    }

    @Override
    public Optional<StoreDocument> next() throws IOException {
        if (page.isEmpty() && !ended) {
            page.addAll(reader.find(last.map(id -> query.where(StoreQuery.ID, Comparison.AFTER, id))
                    .orElse(query)));
            ended = page.size() < PAGE;
        }
        var next = Optional.ofNullable(page.poll());
        next.ifPresent(document -> last = Optional.of(document.id()));
        return next;
    }

    @Override
    public void close() {
        // Between two pages nothing is held.
    }
}
