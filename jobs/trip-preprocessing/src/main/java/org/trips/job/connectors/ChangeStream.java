package org.trips.job.connectors;

import com.mongodb.MongoException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.stores.MongoStore;

/**
 * Follows a collection by the server's change streams: what is inserted, replaced or updated comes as the whole document.
 * What is deleted stays: its points were driven. Its position is a resume token, and before the first a time of the server's
 * operations.
 */
record ChangeStream() implements Following {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);

    private static final String RESUME_TOKEN = "resumeToken";
    private static final String START = "startAtOperationTime";
    private static final long LONGEST_WAIT_MILLIS = 500;

    /** More than any member may lag of which the back-fill reads ({@link ExistingMongo}), by what a driver knows of it. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    /** Codes by which servers say that they no longer hold what came after a token, or do not know it. */
    private static final Set<Integer> FORGOTTEN = Set.of(136, 234, 260, 280, 286);

    @Override
    public String way() {
        return "change streams";
    }

    /**
     * A while before the primary's last operation: the back-fill may read a member that lags, and what was written just
     * before would fall between the two. Where the oplog does not reach back so far it is now, with a warning.
     */
    @Override
    public BsonDocument now(ExistingMongo existing, MongoClient client) throws IOException {
        var documents = existing.documents(client);
        try {
            var earlier = earlier(client);
            if (!earlier.isEmpty() && reachesBackTo(documents, earlier)) {
                return earlier;
            }
            if (!earlier.isEmpty()) {
                LOG.warn(
                        "{} cannot be followed from {} min ago, as its oplog does not reach so far back; it is followed from"
                                + " now. Where secondaries lag, say readPreference=primary in its URI for as long as the"
                                + " back-fill lasts, else what they lack now is missed.",
                        existing,
                        MARGIN.toMinutes());
            }
            var latest = latest(documents);
            if (!latest.isEmpty()) {
                return latest;
            }
        } catch (MongoException e) {
            throw new IOException(existing + " cannot be followed by change streams: " + MongoStore.reason(e)
                    + ". They need a replica set or a sharded cluster, and the right to read them, which the role"
                    + " \"read\" has; else let uploads.mongodb.follow be polling.");
        }
        throw new IOException(
                existing + " gives no position in its change stream; let uploads.mongodb.follow be" + " polling.");
    }

    /** Empty where the server does not tell the time of its operations. */
    private static BsonDocument earlier(MongoClient client) {
        return operationTime(client)
                .map(last -> new BsonDocument(
                        START, new BsonTimestamp(Math.toIntExact(last.getTime() - MARGIN.toSeconds()), 0)))
                .orElseGet(BsonDocument::new);
    }

    /** Of the primary's last operation; empty where the server does not tell it. */
    private static Optional<BsonTimestamp> operationTime(MongoClient client) {
        var answer = ExistingMongo.askPrimary(client);
        return answer.isTimestamp("operationTime")
                ? Optional.of(answer.getTimestamp("operationTime"))
                : Optional.empty();
    }

    private static boolean reachesBackTo(MongoCollection<RawBsonDocument> documents, BsonDocument position) {
        try (var cursor = from(documents, position).cursor()) {
            cursor.tryNext();
            return true;
        } catch (MongoException e) {
            if (FORGOTTEN.contains(e.getCode())) {
                return false;
            }
            throw e;
        }
    }

    /** Empty where the server gives no position. */
    private static BsonDocument latest(MongoCollection<RawBsonDocument> documents) {
        try (var cursor = watch(documents).cursor()) {
            if (cursor.getResumeToken() == null) {
                cursor.tryNext();
            }
            return cursor.getResumeToken() == null
                    ? new BsonDocument()
                    : new BsonDocument(RESUME_TOKEN, cursor.getResumeToken());
        }
    }

    @Override
    public void follow(ExistingMongo existing, MongoClient client, BsonDocument position, Taker taker)
            throws IOException {
        var opened = operationTime(client);
        try (var cursor = from(existing.documents(client), position).cursor()) {
            while (taker.isWanted()) {
                var change = cursor.tryNext();
                if (change != null) {
                    requireThere(existing, change);
                    var document = change.getFullDocument(); // none where it has been deleted since
                    taker.take(
                            document == null ? List.of() : List.of(document),
                            new BsonDocument(RESUME_TOKEN, change.getResumeToken()));
                    if (isSince(opened, change.getClusterTime())) {
                        taker.caughtUp();
                    }
                } else {
                    if (cursor.getResumeToken() != null) {
                        taker.take(List.of(), new BsonDocument(RESUME_TOKEN, cursor.getResumeToken()));
                    }
                    taker.caughtUp();
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

    /** A server that is written to all the time may never answer that there is nothing more. */
    static boolean isSince(Optional<BsonTimestamp> opened, BsonTimestamp change) {
        return opened.isPresent() && change != null && change.compareTo(opened.get()) >= 0;
    }

    private static ChangeStreamIterable<RawBsonDocument> from(
            MongoCollection<RawBsonDocument> documents, BsonDocument position) {
        return position.containsKey(START)
                ? watch(documents).startAtOperationTime(position.getTimestamp(START))
                : watch(documents).resumeAfter(position.getDocument(RESUME_TOKEN));
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
