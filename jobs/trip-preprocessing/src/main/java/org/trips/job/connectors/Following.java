package org.trips.job.connectors;

import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** A way of reading what is written to an existing collection from a position on. */
interface Following extends Serializable {
    /** Takes what was read. */
    interface Taker {
        /** @param position from which to go on once these are taken */
        void take(List<RawBsonDocument> documents, BsonDocument position);

        /** Whether to go on reading. */
        boolean isWanted();
    }

    /**
     * The position from which on whatever is written now is seen.
     *
     * @throws IOException if the server or the collection cannot be followed so; the message says what to do
     */
    BsonDocument now(ExistingMongo existing, MongoCollection<RawBsonDocument> documents) throws IOException;

    /**
     * Reads until it is no longer wanted.
     *
     * @throws IOException if something was written that can no longer be read; the message says what to do
     */
    void follow(ExistingMongo existing, MongoCollection<RawBsonDocument> documents, BsonDocument position, Taker taker)
            throws IOException, InterruptedException;
}
