package org.trips.job.connectors;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOneModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.bson.BsonDocument;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.BsonSerializationException;
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
final class MongoWriter implements SinkWriter<StoreDocument> {
    private static final Logger LOG = LoggerFactory.getLogger(MongoWriter.class);

    /** Long enough for another member of a replica set to be elected; who is away for longer is Flink's matter. */
    private static final List<Long> SECONDS_TO_NEXT_TRY = List.of(1L, 2L, 4L);

    private static final int TOO_LARGE = 10_334;

    private static final int DUPLICATE_KEY = 11000;
    /** Its name in messages of a duplicate key. */
    private static final String INDEX_OF_IDS = " _id_ ";

    /**
     * Errors that lie in a document, or in what the store was told to demand of it, and come again however often it is
     * written. Numbers of https://github.com/mongodb/mongo, src/mongo/base/error_codes.yml, and of assertions older than
     * that file. What is not among them may pass, and fails the job if it does not.
     */
    private static final Set<Integer> LIES_IN_THE_DOCUMENT = Set.of(
            2, // BadValue
            14, // TypeMismatch
            15, // Overflow: nested too deeply
            52, // DollarPrefixedFieldName
            57, // DottedFieldName
            121, // DocumentValidationFailure
            171, // CannotIndexParallelArrays
            10334, // BSONObjectTooLarge
            DUPLICATE_KEY, // of an index that somebody has made unique
            16755, // no geo keys can be made of it
            17280, // KeyTooLong
            17419, // it would become too large
            17420); // it would be too large

    /** Makes what takes refused documents, when the first one is. */
    interface RefusedWriter {
        SinkWriter<DeadLetter> open() throws IOException;
    }

    private final MongoStore store;
    private final String collectionName;
    private final RefusedWriter refusedWriter;
    private final ProcessingTimeService time;
    private final Counter numRecordsSend;
    private final Counter documentsRefused;
    private final Counter storeRetries;
    private final MongoClient client;
    private final MongoCollection<BsonDocument> collection;
    private final List<StoreDocument> batch = new ArrayList<>();
    private Optional<SinkWriter<DeadLetter>> refused = Optional.empty();
    private volatile boolean failing;
    private Optional<ScheduledFuture<?>> timer = Optional.empty();

    MongoWriter(
            MongoStore store,
            String collection,
            RefusedWriter refusedWriter,
            ProcessingTimeService time,
            SinkWriterMetricGroup metrics) {
        this.store = store;
        this.collectionName = collection;
        this.refusedWriter = refusedWriter;
        this.time = time;
        numRecordsSend = metrics.getNumRecordsSendCounter();
        documentsRefused = metrics.counter("documentsRefused");
        storeRetries = metrics.counter("storeRetries");
        metrics.gauge("storeFailing", () -> isFailing() ? 1 : 0);
        client = store.connect();
        this.collection = client.getDatabase(store.database()).getCollection(collection, BsonDocument.class);
    }

    @Override
    public void write(StoreDocument document, Context context) throws IOException, InterruptedException {
        batch.add(document);
        if (batch.size() >= store.batchSize()) {
            writeBatch();
        } else if (timer.isEmpty()) {
            var due = time.getCurrentProcessingTime() + store.batchIntervalMillis();
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
        try (client) {
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
                collection.bulkWrite(documents.stream()
                        .map(document -> MongoDocuments.write(document, Instant.now()))
                        .toList());
                numRecordsSend.inc(documents.size());
                failing = false;
                return;
            } catch (MongoInterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedException("interrupted while writing to the store");
            } catch (MongoException | BsonSerializationException e) {
                if (liesInADocument(e)) {
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

    /** The driver does not always tell which one is refused, so each is written alone, again in order. */
    private void setTheRefusedAside(List<StoreDocument> documents, RuntimeException refusal)
            throws IOException, InterruptedException {
        if (documents.size() > 1) {
            for (var document : documents) {
                write(List.of(document));
            }
            return;
        }
        var document = documents.get(0);
        var detail = "%s %s was refused by the store %s: %s"
                .formatted(collectionName, document.id(), store, MongoStore.reason(refusal));
        LOG.error(
                "{}. It is set aside with the dead letters, and the job goes on. Its validation rules and indexes may tell"
                        + " why; when they are mended, the document is written at its next change.",
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
                                extendedJson(document)),
                        null);
    }

    /** As mongoimport reads it. */
    private static byte[] extendedJson(StoreDocument document) {
        var write = MongoDocuments.write(document, Instant.now());
        return write instanceof ReplaceOneModel<BsonDocument> replacement
                ? replacement.getReplacement().toJson().getBytes(StandardCharsets.UTF_8)
                : new byte[0];
    }

    private static boolean liesInADocument(RuntimeException failure) {
        if (failure instanceof MongoBulkWriteException bulk) {
            return firstError(bulk)
                    .map(error -> LIES_IN_THE_DOCUMENT.contains(error.getCode()) && !isRaceOfIds(error))
                    .orElse(false);
        }
        // Of a whole batch, other numbers tell nothing about a document: 2 may be a write concern that cannot be had.
        return failure instanceof BsonMaximumSizeExceededException
                || (failure instanceof MongoException server && server.getCode() == TOO_LARGE);
    }

    /** An earlier try that was given up may still be writing the same document: it passes. */
    private static boolean isRaceOfIds(BulkWriteError error) {
        return error.getCode() == DUPLICATE_KEY && error.getMessage().contains(INDEX_OF_IDS);
    }

    private static Optional<BulkWriteError> firstError(RuntimeException failure) {
        return failure instanceof MongoBulkWriteException bulk
                ? bulk.getWriteErrors().stream().findFirst()
                : Optional.empty();
    }

    private String failure(List<StoreDocument> documents, RuntimeException e) {
        var document = firstError(e)
                .map(error -> ", " + collectionName + " "
                        + documents.get(error.getIndex()).id())
                .orElse("");
        return "The store " + store + " cannot be written to" + document + ": " + MongoStore.reason(e);
    }
}
