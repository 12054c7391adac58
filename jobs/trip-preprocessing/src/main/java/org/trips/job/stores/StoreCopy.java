package org.trips.job.stores;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.documents.StoreDocument;

/**
 * Copies documents from one store to another, as they are but for {@code writtenAt}. A document that the other refuses costs only
 * itself. Not thread-safe.
 */
public final class StoreCopy {
    private static final int BATCH = 100;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            // Else 12.000 became 12, which to a reader is another type.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Follows it. */
    public interface Listener {
        void copied(long documents);

        /** @param why in words for a person */
        void refused(StoreDocument document, String why);
    }

    private final Store to;
    private final Listener listener;

    public StoreCopy(Store to, Listener listener) {
        this.to = to;
        this.listener = listener;
    }

    /**
     * Writes all of one collection; what has the same id is replaced, and all else stays.
     *
     * @throws IOException if a store cannot be read or written to; what was written until then stays
     */
    public void copy(String collection, DocumentStream documents) throws IOException, InterruptedException {
        try (var writer = to.writer(collection)) {
            List<StoreDocument> batch = new ArrayList<>();
            for (var next = documents.next(); next.isPresent(); next = documents.next()) {
                batch.add(asWritten(next.get()));
                if (batch.size() == BATCH) {
                    write(batch, writer);
                    batch.clear();
                }
            }
            if (!batch.isEmpty()) {
                write(batch, writer);
            }
        }
    }

    /** Without the time at which the other store wrote it. */
    private static StoreDocument asWritten(StoreDocument document) throws IOException {
        var json = (ObjectNode) JSON.readTree(document.json());
        json.remove("writtenAt");
        return new StoreDocument(document.collection(), document.id(), JSON.writeValueAsBytes(json));
    }

    private void write(List<StoreDocument> documents, StoreWriter writer) throws IOException, InterruptedException {
        try {
            writer.write(documents);
            listener.copied(documents.size());
        } catch (StoreException e) {
            if (!e.liesInADocument()) {
                throw new IOException("The store " + to + " cannot be written to: " + e.getMessage(), e);
            } else if (documents.size() == 1) {
                listener.refused(documents.get(0), e.getMessage());
            } else {
                for (var document : documents) {
                    write(List.of(document), writer);
                }
            }
        }
    }
}
