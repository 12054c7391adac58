package org.trips.job.connectors;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.mongodb.source.MongoSource;
import org.apache.flink.connector.mongodb.source.enumerator.MongoSourceEnumState;
import org.apache.flink.connector.mongodb.source.enumerator.splitter.PartitionStrategy;
import org.apache.flink.connector.mongodb.source.reader.deserializer.MongoDeserializationSchema;
import org.apache.flink.connector.mongodb.source.split.MongoScanSourceSplit;
import org.apache.flink.connector.mongodb.source.split.MongoSourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.trips.job.configuration.JobOptions.Partitions;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;

/**
 * All documents of an existing collection, in parts side by side, read by Flink's connector; no more in a second than
 * allowed. The parts are ranges of ids. After a failure a part that was not finished is read again from its beginning: a
 * place within it would be another once somebody has deleted a document before it. What comes twice does not count.
 */
final class BackFill implements Source<RawMessage, MongoSourceSplit, MongoSourceEnumState> {
    private static final long serialVersionUID = 1L;

    /** Some ten thousand documents: a part that has to be read again does not cost much. */
    private static final MemorySize PART = MemorySize.ofMebiBytes(16);

    private final ExistingMongo existing;
    private final Integer documentsPerSecond;
    private final MongoSource<RawMessage> connector;

    /** @param query which documents are meant */
    BackFill(ExistingMongo existing, BsonDocument query, Partitions partitions, Optional<Integer> documentsPerSecond) {
        this.existing = existing;
        this.documentsPerSecond = documentsPerSecond.orElse(null);
        this.connector = MongoSource.<RawMessage>builder()
                .setUri(existing.limitedUri())
                .setDatabase(existing.database())
                .setCollection(existing.collection())
                .setFilter(query)
                .setPartitionSize(PART)
                .setPartitionStrategy(PartitionStrategy.valueOf(partitions.name()))
                .setDeserializationSchema(new Documents())
                .build();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<MongoSourceSplit, MongoSourceEnumState> createEnumerator(
            SplitEnumeratorContext<MongoSourceSplit> context) {
        return connector.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<MongoSourceSplit, MongoSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<MongoSourceSplit> context, MongoSourceEnumState checkpoint) {
        return connector.restoreEnumerator(context, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<MongoSourceSplit> getSplitSerializer() {
        return new FromTheBeginning(connector.getSplitSerializer());
    }

    @Override
    public SimpleVersionedSerializer<MongoSourceEnumState> getEnumeratorCheckpointSerializer() {
        return connector.getEnumeratorCheckpointSerializer();
    }

    @Override
    public SourceReader<RawMessage, MongoSourceSplit> createReader(SourceReaderContext context) throws Exception {
        SourceReader<RawMessage, MongoSourceSplit> reader = new NamingReader(existing, connector.createReader(context));
        return documentsPerSecond == null
                ? reader
                : new RateLimitedSourceReader<>(
                        reader,
                        RateLimiterStrategy.perSecond(documentsPerSecond)
                                .createRateLimiter(context.currentParallelism()));
    }

    /** Parts without the place within them that the connector would pass over so many documents to find again. */
    private record FromTheBeginning(SimpleVersionedSerializer<MongoSourceSplit> connector)
            implements SimpleVersionedSerializer<MongoSourceSplit> {
        @Override
        public int getVersion() {
            return connector.getVersion();
        }

        @Override
        public byte[] serialize(MongoSourceSplit split) throws IOException {
            var part = (MongoScanSourceSplit) split;
            return connector.serialize(new MongoScanSourceSplit(
                    part.splitId(),
                    part.getDatabase(),
                    part.getCollection(),
                    part.getMin(),
                    part.getMax(),
                    part.getHint()));
        }

        @Override
        public MongoSourceSplit deserialize(int version, byte[] serialized) throws IOException {
            return connector.deserialize(version, serialized);
        }
    }

    /** Each document as its BSON. */
    private static final class Documents implements MongoDeserializationSchema<RawMessage> {
        private static final long serialVersionUID = 1L;

        @Override
        public RawMessage deserialize(BsonDocument document) {
            return new RawMessage(bson(document), null, RawMessage.NO_TIME);
        }

        @Override
        public TypeInformation<RawMessage> getProducedType() {
            return Exchanged.RAW_MESSAGE;
        }

        private static byte[] bson(BsonDocument document) {
            try (var buffer = new BasicOutputBuffer();
                    var writer = new BsonBinaryWriter(buffer)) {
                new BsonDocumentCodec()
                        .encode(writer, document, EncoderContext.builder().build());
                return buffer.toByteArray();
            }
        }
    }

    /** Says of a failure which database it is of, which the connector does not. */
    @SuppressWarnings("try") // Flink's interface lets it throw whatever it likes when it is closed
    private record NamingReader(ExistingMongo existing, SourceReader<RawMessage, MongoSourceSplit> reader)
            implements SourceReader<RawMessage, MongoSourceSplit> {
        @Override
        public void start() {
            reader.start();
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RawMessage> output) throws Exception {
            try {
                return reader.pollNext(output);
            } catch (RuntimeException | IOException e) {
                throw existing.unreadable(e);
            }
        }

        @Override
        public List<MongoSourceSplit> snapshotState(long checkpointId) {
            return reader.snapshotState(checkpointId);
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return reader.isAvailable();
        }

        @Override
        public void addSplits(List<MongoSourceSplit> splits) {
            reader.addSplits(splits);
        }

        @Override
        public void notifyNoMoreSplits() {
            reader.notifyNoMoreSplits();
        }

        @Override
        public void handleSourceEvents(SourceEvent event) {
            reader.handleSourceEvents(event);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            reader.notifyCheckpointComplete(checkpointId);
        }

        @Override
        public void notifyCheckpointAborted(long checkpointId) throws Exception {
            reader.notifyCheckpointAborted(checkpointId);
        }

        @Override
        public void close() throws Exception {
            reader.close();
        }
    }
}
