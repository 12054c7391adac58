package org.trips.job.stores;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.MessageProperties;

/**
 * Writes documents in batches. A batch that fails is written again from its beginning, since it may have come through in
 * part and each write may be repeated; when that has not helped, the job fails, and Flink begins again from the last
 * checkpoint with growing delays. A document that the store would refuse for ever costs only itself. Not thread-safe.
 */
@SuppressWarnings("try") // closing may be interrupted, as Flink's own interface says
final class StoreSinkWriter implements SinkWriter<StoreDocument> {
    private static final Logger LOG = LoggerFactory.getLogger(StoreSinkWriter.class);

    /** Long enough for another member of a replica set to be elected; who is away for longer is Flink's matter. */
    private static final List<Long> SECONDS_TO_NEXT_TRY = List.of(1L, 2L, 4L);

    /** Makes what takes refused documents, when the first one is. */
    interface RefusedWriter {
        SinkWriter<DeadLetter> open() throws IOException;
    }

    private final StoreSink sink;
    private final RefusedWriter refusedWriter;
    private final ProcessingTimeService time;
    private final Counter numRecordsSend;
    private final Counter documentsRefused;
    private final Counter storeRetries;
    private final StoreWriter store;
    private final List<StoreDocument> batch = new ArrayList<>();
    private Optional<SinkWriter<DeadLetter>> refused = Optional.empty();
    private volatile boolean failing;
    private Optional<ScheduledFuture<?>> timer = Optional.empty();

    StoreSinkWriter(
            StoreSink sink, RefusedWriter refusedWriter, ProcessingTimeService time, SinkWriterMetricGroup metrics) {
        this.sink = sink;
        this.refusedWriter = refusedWriter;
        this.time = time;
        numRecordsSend = metrics.getNumRecordsSendCounter();
        documentsRefused = metrics.counter("documentsRefused");
        storeRetries = metrics.counter("storeRetries");
        metrics.gauge("storeFailing", () -> isFailing() ? 1 : 0);
        store = sink.writers().get();
    }

    @Override
    public void write(StoreDocument document, Context context) throws IOException, InterruptedException {
        batch.add(document);
        if (batch.size() >= sink.batches().size()) {
            writeBatch();
        } else if (timer.isEmpty()) {
            var due = time.getCurrentProcessingTime() + sink.batches().intervalMillis();
            timer = Optional.of(time.registerTimer(due, now -> {
                timer = Optional.empty();
                writeBatch();
            }));
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writeBatch();
        if (refused.isPresent()) {
            refused.get().flush(endOfInput);
        }
    }

    /** Whether the last write has failed and is tried again. */
    boolean isFailing() {
        return failing;
    }

    /** What is not written lies in the last checkpoint's outbox. */
    @Override
    public void close() throws Exception {
        try (store) {
            if (refused.isPresent()) {
                refused.get().close();
            }
        }
    }

    private void writeBatch() throws IOException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        write(batch);
        batch.clear();
    }

    private void write(List<StoreDocument> documents) throws IOException, InterruptedException {
        for (int failures = 0; true; failures++) {
            try {
                store.write(documents);
                numRecordsSend.inc(documents.size());
                failing = false;
                return;
            } catch (StoreException e) {
                if (e.liesInADocument()) {
                    failing = false; // nothing more is tried
                    setTheRefusedAside(documents, e);
                    return;
                } else if (failures == SECONDS_TO_NEXT_TRY.size()) {
                    // Without a cause beneath: Flink and people look at the last one.
                    throw new IOException(failure(documents, e));
                }
                var seconds = SECONDS_TO_NEXT_TRY.get(failures);
                LOG.warn(
                        "{}; all {} documents of the batch are written again in {} s (try {} of {})",
                        failure(documents, e),
                        documents.size(),
                        seconds,
                        failures + 1,
                        SECONDS_TO_NEXT_TRY.size());
                failing = true;
                storeRetries.inc();
                TimeUnit.SECONDS.sleep(seconds);
            }
        }
    }

    /** A store does not always tell which one it refuses, so each is written alone, again in order. */
    private void setTheRefusedAside(List<StoreDocument> documents, StoreException refusal)
            throws IOException, InterruptedException {
        if (documents.size() > 1) {
            for (var document : documents) {
                write(List.of(document));
            }
            return;
        }
        var document = documents.get(0);
        var detail = "%s %s was refused by the store %s: %s"
                .formatted(sink.collection(), document.id(), sink.store(), refusal.getMessage());
        LOG.error(
                "{}. It is set aside with the dead letters, and the job goes on. Its validation rules and indexes may"
                        + " tell why; when they are mended, the document is written at its next change.",
                detail);
        documentsRefused.inc();
        if (refused.isEmpty()) {
            refused = Optional.of(refusedWriter.open());
        }
        refused.get()
                .write(
                        new DeadLetter(
                                DeadLetterReason.REFUSED_BY_STORE,
                                detail,
                                Instant.now().toEpochMilli(),
                                0,
                                MessageProperties.NONE,
                                store.importable(document)),
                        null);
    }

    private String failure(List<StoreDocument> documents, StoreException e) {
        var document = e.index()
                .map(index ->
                        ", " + sink.collection() + " " + documents.get(index).id())
                .orElse("");
        return "The store " + sink.store() + " cannot be written to" + document + ": " + e.getMessage();
    }
}
