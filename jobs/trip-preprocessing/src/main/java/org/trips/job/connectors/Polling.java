package org.trips.job.connectors;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Follows a collection by asking again and again for the documents with the greatest values of an indexed field, from some
 * way below the greatest seen: how late a document may appear by its own field. What was read before and is the same is
 * passed over. Its position is the greatest value, or the time of the poll that found one which lay ahead: a value of years
 * ahead must not hide all that is written until then.
 *
 * @param field a date, an ObjectId, or a number of seconds or milliseconds since 1970
 */
record Polling(String field, long intervalMillis, long overlapMillis) implements Following {
    private static final String GREATEST = "greatest";
    private static final long LOOK_MILLIS = 200;
    private static final long MILLIS_PER_SECOND = 1000;

    /** The year 2100 in seconds: what is greater counts milliseconds. */
    private static final double MOST_SECONDS = 4_102_444_800.0;

    Polling(String field, Duration interval, Duration overlap) {
        this(field, interval.toMillis(), overlap.toMillis());
    }

    @Override
    public String way() {
        return "polling by " + field;
    }

    @Override
    public BsonDocument now(ExistingMongo existing, MongoClient client) throws IOException {
        var documents = existing.documents(client);
        requireIndex(existing, documents);
        var asked = System.currentTimeMillis();
        var last = documents
                .find(Filters.exists(field))
                .sort(Sorts.descending(field))
                .first();
        return new BsonDocument(GREATEST, last == null ? BsonNull.VALUE : noLaterThan(asked, existing, value(last)));
    }

    /** Without one, each poll would read the whole collection. */
    private void requireIndex(ExistingMongo existing, MongoCollection<RawBsonDocument> documents) throws IOException {
        for (var index : documents.listIndexes(Document.class)) {
            var keys = index.get("key", Document.class);
            if (keys != null && keys.keySet().iterator().next().equals(field)) {
                return;
            }
        }
        throw new IOException(existing + " has no index that begins with " + field
                + ", so each poll would read all of it;" + " let its owner make one: db." + existing.collection()
                + ".createIndex({\"" + field + "\": 1})");
    }

    @Override
    public void follow(ExistingMongo existing, MongoClient client, BsonDocument position, Taker taker)
            throws IOException, InterruptedException {
        var polls = new Polls(existing, existing.documents(client), position, InstantSource.system());
        while (taker.isWanted()) {
            polls.next(taker);
            if (taker.isWanted()) {
                taker.caughtUp();
            }
            pause(taker);
        }
    }

    /** The polls of one source, each of which knows what those before have read. */
    final class Polls {
        private final ExistingMongo existing;
        private final MongoCollection<RawBsonDocument> documents;
        private final SeenDocuments seen = new SeenDocuments(overlapMillis, SeenDocuments.MOST);
        private final InstantSource clock;
        private BsonValue greatest;

        Polls(
                ExistingMongo existing,
                MongoCollection<RawBsonDocument> documents,
                BsonDocument position,
                InstantSource clock)
                throws IOException {
            this.existing = existing;
            this.documents = documents;
            this.clock = clock;
            this.greatest = noLaterThan(clock.millis(), existing, position.get(GREATEST));
        }

        void next(Taker taker) throws IOException {
            var asked = clock.millis();
            try (var cursor = documents
                    .find(from(existing, greatest))
                    .sort(Sorts.ascending(field))
                    .cursor()) {
                while (taker.isWanted() && cursor.hasNext()) {
                    take(cursor.next(), asked, taker);
                }
            }
        }

        private void take(RawBsonDocument document, long asked, Taker taker) throws IOException {
            var value = value(document);
            greatest = noLaterThan(asked, existing, value);
            if (value.isNull() || seen.isNew(millis(existing, value), ExistingMongo.bytes(document))) {
                taker.take(List.of(document), new BsonDocument(GREATEST, greatest));
            }
            if (!greatest.isNull()) {
                seen.forgetBefore(millis(existing, greatest) - overlapMillis);
            }
        }
    }

    private void pause(Taker taker) throws InterruptedException {
        for (var rest = intervalMillis; rest > 0 && taker.isWanted(); rest -= LOOK_MILLIS) {
            Thread.sleep(Math.min(rest, LOOK_MILLIS));
        }
    }

    private Bson from(ExistingMongo existing, BsonValue greatest) throws IOException {
        if (greatest.isNull()) { // there was none yet
            return Filters.exists(field);
        }
        return Filters.gte(field, like(greatest, millis(existing, greatest) - overlapMillis));
    }

    /** The value, or one like it of the time at which was asked: what is written later lies after that. */
    private BsonValue noLaterThan(long asked, ExistingMongo existing, BsonValue value) throws IOException {
        return value.isNull() || millis(existing, value) <= asked ? value : like(value, asked);
    }

    /** A time, in milliseconds since 1970, as a value of the field's kind. */
    private static BsonValue like(BsonValue value, long millis) {
        return switch (value.getBsonType()) {
            case DATE_TIME -> new BsonDateTime(millis);
            case OBJECT_ID ->
                new BsonObjectId(
                        new ObjectId("%08x%016x".formatted(Math.max(0, Math.floorDiv(millis, MILLIS_PER_SECOND)), 0)));
            case INT64 -> new BsonInt64(isSeconds(value) ? Math.floorDiv(millis, MILLIS_PER_SECOND) : millis);
            default -> new BsonDouble(isSeconds(value) ? millis / (double) MILLIS_PER_SECOND : (double) millis);
        };
    }

    /** The time of a value, in milliseconds since 1970. */
    private long millis(ExistingMongo existing, BsonValue value) throws IOException {
        return switch (value.getBsonType()) {
            case DATE_TIME -> value.asDateTime().getValue();
            case OBJECT_ID -> value.asObjectId().getValue().getTimestamp() * MILLIS_PER_SECOND;
            case INT32, INT64, DOUBLE ->
                Math.round(value.asNumber().doubleValue() * (isSeconds(value) ? MILLIS_PER_SECOND : 1));
            default ->
                throw new IOException(
                        existing + " has, in the field " + field + " (uploads.mongodb.polling.field), a value"
                                + " of type " + value.getBsonType()
                                + "; polling needs a date, an ObjectId, or a number of seconds"
                                + " or milliseconds since 1970");
        };
    }

    private static boolean isSeconds(BsonValue value) {
        return value.asNumber().doubleValue() < MOST_SECONDS;
    }

    private BsonValue value(RawBsonDocument document) {
        BsonValue value = document;
        for (var name : field.split("\\.")) {
            value = value != null && value.isDocument() ? value.asDocument().get(name) : null;
        }
        return value == null ? BsonNull.VALUE : value;
    }
}
