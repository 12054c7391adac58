package org.trips.job.connectors;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.trips.job.operators.RawMessage;

/**
 * What is written to an existing collection after the job has begun, from a position that was taken before the first of
 * what lay there was read: so nothing falls between the two. The position is kept over restarts. What is seen twice does not
 * count twice.
 */
@SuppressWarnings("deprecation") // one position does not need the enumerator, reader and splits of the new sources
final class FollowedDocuments implements SourceFunction<RawMessage>, CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final ExistingMongo existing;
    private final Following following;

    /** As BSON. */
    private final byte[] beginning;

    private transient BsonDocument position;
    private transient ListState<byte[]> state;
    private volatile boolean cancelled;

    /** @param beginning a position of {@code following}, taken before anything of the collection is read */
    FollowedDocuments(ExistingMongo existing, Following following, BsonDocument beginning) {
        this.existing = existing;
        this.following = following;
        this.beginning = bytes(beginning);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore()
                .getListState(
                        new ListStateDescriptor<>("position", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        position = document(beginning);
        for (var kept : state.get()) {
            position = document(kept);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        state.update(List.of(bytes(position)));
    }

    @Override
    public void run(SourceContext<RawMessage> context) throws Exception {
        try (MongoClient client = existing.connect()) {
            following.follow(existing, existing.documents(client), position, new Following.Taker() {
                @Override
                public void take(List<RawBsonDocument> documents, BsonDocument next) {
                    synchronized (context.getCheckpointLock()) {
                        documents.forEach(
                                document -> context.collect(new RawMessage(bytes(document), null, RawMessage.NO_TIME)));
                        position = next;
                    }
                }

                @Override
                public boolean isWanted() {
                    return !cancelled;
                }
            });
        } catch (MongoException e) {
            throw existing.unreadable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!cancelled) {
                throw new IOException(existing + " is no longer followed: the source was interrupted.", e);
            }
        }
    }

    @Override
    public void cancel() {
        // Without an interrupt: it would break off what is being read, and fail a stop with a savepoint.
        cancelled = true;
    }

    private static BsonDocument document(byte[] bytes) {
        return new RawBsonDocument(bytes).decode(new BsonDocumentCodec());
    }

    private static byte[] bytes(BsonDocument document) {
        return bytes(new RawBsonDocument(document, new BsonDocumentCodec()));
    }

    private static byte[] bytes(RawBsonDocument document) {
        var buffer = document.getByteBuffer();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
