package org.trips.job.connectors;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCursor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.mongodb.source.split.MongoScanSourceSplit;
import org.apache.flink.connector.mongodb.source.split.MongoSourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.trips.job.operators.RawMessage;

/**
 * Reads parts of an existing collection one after another, however many it goes on with after a restart: those of two subtasks
 * come to one where there are fewer. A part that was not finished is read again from its beginning, since a place within it
 * would be another once somebody has deleted a document before it; what comes twice does not count.
 */
@SuppressWarnings("try") // Flink's interface lets it throw whatever it likes when it is closed
final class PartsReader
        extends SingleThreadMultiplexSourceReaderBase<RawMessage, RawMessage, MongoSourceSplit, MongoSourceSplit> {
    /** Servers close a cursor that is not asked for ten minutes, and a session after thirty. */
    private static final Duration LONGEST_BETWEEN_ANSWERS = Duration.ofMinutes(1);

    /** Where what follows slows it down, two documents a second are enough to keep a cursor. */
    private static final int LARGEST_BATCH = 1000;

    private final ExistingMongo existing;

    /**
     * @param query which documents are meant
     * @param batch how many documents the server is asked for at once
     */
    PartsReader(ExistingMongo existing, BsonDocument query, int batch, SourceReaderContext context) {
        super(
                () -> new Parts(existing, query, batch),
                (message, output, part) -> output.collect(message),
                context.getConfiguration(),
                context);
        this.existing = existing;
    }

    /**
     * How many documents a subtask asks for at once, so that it asks again before its cursor is closed.
     *
     * @param documentsPerSecond of all subtasks together; empty for as fast as it can
     */
    static int batch(Optional<Integer> documentsPerSecond, int subtasks) {
        return documentsPerSecond
                .map(rate -> rate * LONGEST_BETWEEN_ANSWERS.toSeconds() / subtasks)
                .map(documents -> Math.toIntExact(Math.max(1, Math.min(LARGEST_BATCH, documents))))
                .orElse(LARGEST_BATCH);
    }

    @Override
    public void start() {
        askWhereNothingIsLeft();
    }

    @Override
    protected void onSplitFinished(Map<String, MongoSourceSplit> finished) {
        askWhereNothingIsLeft();
    }

    private void askWhereNothingIsLeft() {
        if (getNumberOfCurrentlyAssignedSplits() == 0) {
            context.sendSplitRequest();
        }
    }

    /** Says of a failure which database it is of. */
    @Override
    public InputStatus pollNext(ReaderOutput<RawMessage> output) throws Exception {
        try {
            return super.pollNext(output);
        } catch (RuntimeException | IOException e) {
            throw existing.unreadable(e);
        }
    }

    @Override
    protected MongoSourceSplit initializedState(MongoSourceSplit part) {
        return part;
    }

    @Override
    protected MongoSourceSplit toSplitType(String id, MongoSourceSplit part) {
        return part;
    }

    /** In the thread that reads. */
    private static final class Parts implements SplitReader<RawMessage, MongoSourceSplit> {
        private final ExistingMongo existing;
        private final BsonDocument query;
        private final int batch;
        private final Deque<MongoScanSourceSplit> waiting = new ArrayDeque<>();

        private MongoClient client;
        private MongoCursor<RawBsonDocument> cursor;

        Parts(ExistingMongo existing, BsonDocument query, int batch) {
            this.existing = existing;
            this.query = query;
            this.batch = batch;
        }

        @Override
        public void handleSplitsChanges(SplitsChange<MongoSourceSplit> change) {
            change.splits().forEach(part -> waiting.add((MongoScanSourceSplit) part));
        }

        /** As many documents of the first part as one answer holds. */
        @Override
        public RecordsWithSplitIds<RawMessage> fetch() {
            var read = new RecordsBySplits.Builder<RawMessage>();
            var part = waiting.peek();
            if (part == null) {
                return read.build();
            }
            if (isEmpty(part)) {
                finish(part, read);
                return read.build();
            }
            if (cursor == null) {
                cursor = open(part);
            }
            var documents = 0;
            while (documents < batch && cursor.hasNext()) {
                read.add(part, ExistingMongo.message(cursor.next()));
                documents++;
            }
            if (documents < batch) {
                finish(part, read);
            }
            return read.build();
        }

        /** A sample may hold an id twice; a server refuses to look between the two. */
        private static boolean isEmpty(MongoScanSourceSplit part) {
            return part.getMin().equals(part.getMax());
        }

        private void finish(MongoScanSourceSplit part, RecordsBySplits.Builder<RawMessage> read) {
            read.addFinishedSplit(part.splitId());
            waiting.remove();
            closeCursor();
        }

        private MongoCursor<RawBsonDocument> open(MongoScanSourceSplit part) {
            if (client == null) {
                client = existing.connect();
            }
            return existing.documents(client)
                    .find(query)
                    .min(part.getMin())
                    .max(part.getMax())
                    .hint(part.getHint())
                    .batchSize(batch)
                    .cursor();
        }

        private void closeCursor() {
            if (cursor != null) {
                cursor.close();
                cursor = null;
            }
        }

        /** Every answer has a limit, so nothing has to be broken off. */
        @Override
        public void wakeUp() {}

        @Override
        public void close() {
            closeCursor();
            if (client != null) {
                client.close();
            }
        }
    }
}
