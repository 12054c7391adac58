package org.trips.cli.mapping;

import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What a person finds a document of another system by. */
public final class DocumentId {
    private DocumentId() {}

    /** Its {@code _id} as its server's own tools show it, or {@code (none)}. */
    public static String of(BsonDocument document) {
        BsonValue id = document.get("_id");
        if (id == null) {
            return "(none)";
        }
        return switch (id.getBsonType()) {
            case OBJECT_ID -> id.asObjectId().getValue().toHexString();
            case STRING -> id.asString().getValue();
            case INT32, INT64 -> Long.toString(id.asNumber().longValue());
            default -> new BsonDocument("_id", id).toJson();
        };
    }
}
