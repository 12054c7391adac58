package org.trips.job.stores;

import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.trips.journeys.documents.StoreDocument;

/**
 * Turns documents into writes that may be repeated: a replacement by id, made where there is none, or a deletion by id.
 * Times become the store's dates, and {@code writtenAt} says when the write was made.
 */
public final class MongoDocuments {
    private static final String ID = "_id";
    private static final String WRITTEN_AT = "writtenAt";

    private MongoDocuments() {}

    /** The write of one document; {@code now} is its {@code writtenAt}. */
    public static WriteModel<BsonDocument> write(StoreDocument document, Instant now) {
        var byId = new BsonDocument(ID, new BsonString(document.id()));
        if (document.isDeletion()) {
            return new DeleteOneModel<>(byId);
        }
        var content = BsonDocument.parse(new String(document.json(), StandardCharsets.UTF_8));
        withDates(content);
        var replacement = byId.clone();
        replacement.putAll(content);
        replacement.put(WRITTEN_AT, new BsonDateTime(now.toEpochMilli()));
        return new ReplaceOneModel<>(byId, replacement, new ReplaceOptions().upsert(true));
    }

    private static void withDates(BsonValue value) {
        if (value instanceof BsonArray array) {
            array.forEach(MongoDocuments::withDates);
        } else if (value instanceof BsonDocument document) {
            document.replaceAll((name, field) -> {
                if (field instanceof BsonString text && StoreDocument.TIME_FIELDS.contains(name)) {
                    return new BsonDateTime(Instant.parse(text.getValue()).toEpochMilli());
                }
                withDates(field);
                return field;
            });
        }
    }
}
