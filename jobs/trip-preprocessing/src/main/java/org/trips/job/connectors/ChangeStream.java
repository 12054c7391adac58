package org.trips.job.connectors;

import com.mongodb.MongoException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.trips.job.stores.MongoStore;

/**
 * Follows a collection by the server's change streams: what is inserted, replaced or updated comes as the whole document.
 * What is deleted stays: its points were driven. Its position is a resume token.
 */
record ChangeStream() implements Following {
    private static final String RESUME_TOKEN = "resumeToken";
    private static final long LONGEST_WAIT_MILLIS = 500;

    /** Codes by which servers say that they no longer hold what came after a token, or do not know it. */
    private static final Set<Integer> FORGOTTEN = Set.of(136, 234, 260, 280, 286);

    @Override
    public BsonDocument now(ExistingMongo existing, MongoCollection<RawBsonDocument> documents) throws IOException {
        try (var cursor = watch(documents).cursor()) {
            if (cursor.getResumeToken() == null) {
                cursor.tryNext();
            }
            if (cursor.getResumeToken() != null) {
                return new BsonDocument(RESUME_TOKEN, cursor.getResumeToken());
            }
        } catch (MongoException e) {
            throw new IOException(existing + " cannot be followed by change streams: " + MongoStore.reason(e)
                    + ". They need a replica set or a sharded cluster, and the right to read them, which the role"
                    + " \"read\" has; else let uploads.mongodb.follow be polling.");
        }
        throw new IOException(
                existing + " gives no position in its change stream; let uploads.mongodb.follow be" + " polling.");
    }

    @Override
    public void follow(
            ExistingMongo existing, MongoCollection<RawBsonDocument> documents, BsonDocument position, Taker taker)
            throws IOException {
        var token = position.getDocument(RESUME_TOKEN);
        try (var cursor = watch(documents).resumeAfter(token).cursor()) {
            while (taker.isWanted()) {
                var change = cursor.tryNext();
                if (change == null) {
                    token = cursor.getResumeToken() == null ? token : cursor.getResumeToken();
                    taker.take(List.of(), new BsonDocument(RESUME_TOKEN, token));
                } else {
                    requireThere(existing, change);
                    token = change.getResumeToken();
                    var document = change.getFullDocument(); // none where it has been deleted since
                    taker.take(document == null ? List.of() : List.of(document), new BsonDocument(RESUME_TOKEN, token));
                }
            }
        } catch (MongoException e) {
            if (FORGOTTEN.contains(e.getCode())) {
                throw new IOException(existing + " no longer knows what was changed since the job last read it ("
                        + MongoStore.reason(e) + "): its oplog is too short, or the job stood still too long. What was"
                        + " written meanwhile would be missing, so the job does not go on. Start it without its"
                        + " checkpoint, and it fills in all of it again.");
            }
            throw e;
        }
    }

    private static ChangeStreamIterable<RawBsonDocument> watch(MongoCollection<RawBsonDocument> documents) {
        return documents
                .watch(RawBsonDocument.class)
                .fullDocument(FullDocument.UPDATE_LOOKUP)
                .maxAwaitTime(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void requireThere(ExistingMongo existing, ChangeStreamDocument<RawBsonDocument> change)
            throws IOException {
        switch (change.getOperationType()) {
            case DROP, DROP_DATABASE, RENAME, INVALIDATE ->
                throw new IOException(existing + " was dropped or renamed (" + change.getOperationTypeString()
                        + "), so there is nothing more to follow. Name the collection that takes its place and start"
                        + " the job without its checkpoint, or let uploads.mongodb out of its configuration.");
            default -> {}
        }
    }
}
