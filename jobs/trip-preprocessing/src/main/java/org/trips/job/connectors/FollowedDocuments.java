package org.trips.job.connectors;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.trips.job.operators.RawMessage;

/**
 * What is written to an existing collection after the job has begun, from a position that was taken before the first of
 * what lay there was read: so nothing falls between the two. The position is kept over restarts, with what it is of: of
 * another collection or field, or of another way to follow, it would be misread. What is seen twice does not count twice.
 *
 * <p>It holds back the end of a history that is filled in until it has caught up with what was written before it began, at
 * each start again: devices that were folded before would find those points late.
 */
@SuppressWarnings("deprecation") // one position does not need the enumerator, reader and splits of the new sources
final class FollowedDocuments implements SourceFunction<RawMessage>, CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private static final int VERSION = 1;

    private static final String VERSION_NAME = "version";
    private static final String OF = "of";
    private static final String POSITION = "position";

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
            position = ownPosition(document(kept));
        }
    }

    private BsonDocument ownPosition(BsonDocument kept) {
        if (kept.containsKey(VERSION_NAME) && !kept.get(VERSION_NAME).equals(new BsonInt32(VERSION))) {
            throw new SuppressRestartsException(new IOException("The job's state tells how far " + existing
                    + " has been read in a form of version "
                    + kept.get(VERSION_NAME).asNumber().longValue() + ", of which this program knows "
                    + VERSION + " only. Go on with the later program that wrote it, or start the job without its state:"
                    + " it fills in all of it again."));
        }
        var of = kept.isString(OF) ? kept.getString(OF).getValue() : "something that an earlier version did not tell";
        if (!Objects.equals(of, of())) {
            // Another try would find the same.
            throw new SuppressRestartsException(new IOException("The job's state tells how far it has read by " + of
                    + "; its configuration names " + of() + ". What is missing between the two cannot be told, so"
                    + " nothing is read. Let uploads.mongodb.follow, polling.field, database and collection be what"
                    + " they were, or start the job without its state: it fills in all of it again."));
        }
        return kept.getDocument(POSITION);
    }

    private String of() {
        return following.way() + " of " + existing.name();
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        state.update(List.of(bytes(new BsonDocument(VERSION_NAME, new BsonInt32(VERSION))
                .append(OF, new BsonString(of()))
                .append(POSITION, position))));
    }

    @Override
    public void run(SourceContext<RawMessage> context) throws Exception {
        try (MongoClient client = existing.connectKnowingPrimary()) {
            following.follow(existing, client, position, new Following.Taker() {
                private boolean holdsNothingBack;

                @Override
                public void take(List<RawBsonDocument> documents, BsonDocument next) {
                    synchronized (context.getCheckpointLock()) {
                        documents.forEach(document -> context.collect(ExistingMongo.message(document)));
                        position = next;
                    }
                }

                @Override
                public void caughtUp() {
                    if (!holdsNothingBack) {
                        synchronized (context.getCheckpointLock()) {
                            context.emitWatermark(Watermark.MAX_WATERMARK);
                        }
                        holdsNothingBack = true;
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
        return ExistingMongo.bytes(new RawBsonDocument(document, new BsonDocumentCodec()));
    }
}
