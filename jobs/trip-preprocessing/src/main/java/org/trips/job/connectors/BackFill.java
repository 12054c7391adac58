package org.trips.job.connectors;

import com.mongodb.MongoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.mongodb.common.config.MongoConnectionOptions;
import org.apache.flink.connector.mongodb.source.config.MongoReadOptions;
import org.apache.flink.connector.mongodb.source.enumerator.MongoSourceEnumState;
import org.apache.flink.connector.mongodb.source.enumerator.MongoSourceEnumStateSerializer;
import org.apache.flink.connector.mongodb.source.enumerator.MongoSourceEnumerator;
import org.apache.flink.connector.mongodb.source.enumerator.assigner.MongoScanSplitAssigner;
import org.apache.flink.connector.mongodb.source.enumerator.splitter.PartitionStrategy;
import org.apache.flink.connector.mongodb.source.split.MongoSourceSplit;
import org.apache.flink.connector.mongodb.source.split.MongoSourceSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.ExceptionUtils;
import org.bson.BsonDocument;
import org.trips.job.configuration.JobOptions.Partitions;
import org.trips.job.operators.RawMessage;

/**
 * All documents of an existing collection, in parts side by side, no more in a second than allowed. The parts are ranges of
 * ids, which Flink's connector finds and gives out; {@link PartsReader} reads them, since the connector's reader takes only
 * one of several parts that a subtask goes on with, and asks a server that is to be spared too seldom.
 */
final class BackFill implements Source<RawMessage, MongoSourceSplit, MongoSourceEnumState> {
    private static final long serialVersionUID = 1L;

    /** As large as MongoDB lets a document be: with less, a part of larger ones would be none, and nothing be divided. */
    private static final MemorySize PART = MemorySize.ofMebiBytes(16);

    /**
     * Each id of the sample bounds a part, so some parts are several times as large as others. With more to a part the
     * connector steps over its last bound where the server samples fewer ids than it was asked for, and what comes after
     * belongs to no part.
     */
    private static final int SAMPLES_OF_A_PART = 1;

    private final ExistingMongo existing;
    private final BsonDocument query;
    private final Integer documentsPerSecond;
    private final MongoConnectionOptions connection;
    private final Partitions partitions;
    private final MongoReadOptions division;

    /** @param query which documents are meant */
    BackFill(ExistingMongo existing, BsonDocument query, Partitions partitions, Optional<Integer> documentsPerSecond) {
        this.existing = existing;
        this.query = query;
        this.documentsPerSecond = documentsPerSecond.orElse(null);
        this.connection = MongoConnectionOptions.builder()
                .setUri(existing.dividingUri())
                .setDatabase(existing.database())
                .setCollection(existing.collection())
                .build();
        this.partitions = partitions;
        this.division = MongoReadOptions.builder()
                .setPartitionSize(PART)
                .setSamplesPerPartition(SAMPLES_OF_A_PART)
                .setPartitionStrategy(PartitionStrategy.valueOf(partitions.name()))
                .build();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<MongoSourceSplit, MongoSourceEnumState> createEnumerator(
            SplitEnumeratorContext<MongoSourceSplit> context) {
        return giveOut(context, MongoSourceEnumState.initialState());
    }

    @Override
    public SplitEnumerator<MongoSourceSplit, MongoSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<MongoSourceSplit> context, MongoSourceEnumState checkpoint) {
        // Of a checkpoint before the first part was asked for, the connector goes on without a connection to divide by.
        return giveOut(context, isDivided(checkpoint) ? checkpoint : MongoSourceEnumState.initialState());
    }

    private static boolean isDivided(MongoSourceEnumState state) {
        return !state.getAlreadyProcessedCollections().isEmpty();
    }

    /** Looks at the ids before they are divided, which may be long after the job was started. */
    private MongoSourceEnumerator giveOut(
            SplitEnumeratorContext<MongoSourceSplit> context, MongoSourceEnumState state) {
        return new MongoSourceEnumerator(
                Boundedness.BOUNDED, context, new MongoScanSplitAssigner(connection, division, state)) {
            private boolean looked = partitions == Partitions.SINGLE || isDivided(state);

            @Override
            public void handleSplitRequest(int subtask, String host) {
                if (!looked) {
                    try {
                        existing.requireOneTypeOfId();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    looked = true;
                }
                try {
                    super.handleSplitRequest(subtask, host);
                } catch (RuntimeException e) {
                    if (ExceptionUtils.findThrowable(e, MongoException.class).isPresent()) {
                        throw new UncheckedIOException(existing.unreadable(e));
                    }
                    throw e;
                }
            }
        };
    }

    @Override
    public SimpleVersionedSerializer<MongoSourceSplit> getSplitSerializer() {
        return MongoSourceSplitSerializer.INSTANCE;
    }

    @Override
    public SimpleVersionedSerializer<MongoSourceEnumState> getEnumeratorCheckpointSerializer() {
        return MongoSourceEnumStateSerializer.INSTANCE;
    }

    @Override
    public SourceReader<RawMessage, MongoSourceSplit> createReader(SourceReaderContext context) {
        var rate = Optional.ofNullable(documentsPerSecond);
        var subtasks = context.currentParallelism();
        var reader = new PartsReader(existing, query, PartsReader.batch(rate, subtasks), context);
        return rate.isEmpty()
                ? reader
                : new RateLimitedSourceReader<>(
                        reader, RateLimiterStrategy.perSecond(rate.get()).createRateLimiter(subtasks));
    }
}
