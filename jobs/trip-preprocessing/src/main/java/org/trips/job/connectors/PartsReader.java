package org.trips.job.connectors;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.mongodb.source.split.MongoScanSourceSplit;
import org.apache.flink.connector.mongodb.source.split.MongoSourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.ExceptionUtils;
import org.bson.BsonDocument;
import org.bson.BsonType;
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

    /** Some of these wait for what follows, of large documents as well. */
    private static final long BYTES_AT_ONCE = MemorySize.ofMebiBytes(4).getBytes();

    private final Connection connection;

    /**
     * @param query which documents are meant
     * @param batch how many documents the server is asked for at once
     */
    PartsReader(ExistingMongo existing, BsonDocument query, int batch, SourceReaderContext context) {
        this(new Connection(existing), query, batch, context);
    }

    private PartsReader(Connection connection, BsonDocument query, int batch, SourceReaderContext context) {
        super(
                () -> new Parts(connection, query, batch),
                (message, output, part) -> output.collect(message),
                context.getConfiguration(),
                context);
        this.connection = connection;
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

    /** Lets a failure to read be seen first, without what Flink wraps round it; one of what follows stays as it is. */
    @Override
    public InputStatus pollNext(ReaderOutput<RawMessage> output) throws Exception {
        try {
            return super.pollNext(output);
        } catch (RuntimeException e) {
            var unreadable = ExceptionUtils.findThrowable(e, UnreadablePartException.class);
            if (unreadable.isPresent()) {
                throw unreadable.get();
            }
            throw e;
        }
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            connection.close();
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

    /** Says which database it is, and has no cause, so that what is seen first is this. */
    private static final class UnreadablePartException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadablePartException(IOException unreadable) {
            super(unreadable.getMessage());
        }
    }

    /** One for all parts, though Flink ends its thread between two: so what is known of the server's members stays known. */
    private static final class Connection {
        private final ExistingMongo existing;
        private MongoClient client;

        Connection(ExistingMongo existing) {
            this.existing = existing;
        }

        synchronized MongoCollection<RawBsonDocument> documents() {
            if (client == null) {
                client = existing.connectKnowingPrimary();
            }
            return existing.documents(client);
        }

        synchronized void close() {
            if (client != null) {
                client.close();
            }
        }

        UnreadablePartException unreadable(MongoException failure) {
            return new UnreadablePartException(existing.unreadable(failure));
        }
    }

    /** In the thread that reads. */
    static final class Parts implements SplitReader<RawMessage, MongoSourceSplit> {
        private final Connection connection;
        private final BsonDocument query;
        private final int batch;
        private final Deque<MongoScanSourceSplit> waiting = new ArrayDeque<>();

        private MongoCursor<RawBsonDocument> cursor;

        Parts(ExistingMongo existing, BsonDocument query, int batch) {
            this(new Connection(existing), query, batch);
        }

        private Parts(Connection connection, BsonDocument query, int batch) {
            this.connection = connection;
            this.query = query;
            this.batch = batch;
        }

        @Override
        public void handleSplitsChanges(SplitsChange<MongoSourceSplit> change) {
            change.splits().forEach(part -> waiting.add((MongoScanSourceSplit) part));
        }

        /** Documents of the first part, no more than one answer holds and some megabytes. */
        @Override
        public RecordsWithSplitIds<RawMessage> fetch() throws IOException {
            var read = new RecordsBySplits.Builder<RawMessage>();
            var part = waiting.peek();
            if (part != null) {
                try {
                    fetch(part, read);
                } catch (MongoException e) {
                    throw connection.unreadable(e);
                }
            }
            return read.build();
        }

        private void fetch(MongoScanSourceSplit part, RecordsBySplits.Builder<RawMessage> read) {
            if (isEmpty(part)) {
                finish(part, read);
                return;
            }
            if (cursor == null) {
                cursor = open(part);
            }
            var bytes = 0L;
            for (var documents = 0; documents < batch && bytes < BYTES_AT_ONCE; documents++) {
                if (!cursor.hasNext()) {
                    finish(part, read);
                    return;
                }
                var message = ExistingMongo.message(cursor.next());
                read.add(part, message);
                bytes += message.body().length;
            }
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
            var found = connection.documents().find(query).batchSize(batch);
            return isWhole(part)
                    ? found.cursor()
                    : found.min(part.getMin())
                            .max(part.getMax())
                            .hint(part.getHint())
                            .cursor();
        }

        /** So that no index is needed, and ids of several types are reached. */
        private static boolean isWhole(MongoScanSourceSplit part) {
            return part.getMin().values().stream().allMatch(bound -> bound.getBsonType() == BsonType.MIN_KEY)
                    && part.getMax().values().stream().allMatch(bound -> bound.getBsonType() == BsonType.MAX_KEY);
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
        }
    }
}
