package org.trips.job.connectors;

import com.mongodb.client.MongoClient;
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

        /** Called once or more when what was written before the reading began has been taken. */
        void caughtUp();

        /** Whether to go on reading. */
        boolean isWanted();
    }

    /** In words what its positions are of, such as {@code polling by receivedAt}: one of another kind means nothing to it. */
    String way();

    /**
     * The position from which on whatever is written now is seen, and whatever a member of the server may lack that was
     * written just before.
     *
     * @throws IOException if the server or the collection cannot be followed so; the message says what to do
     */
    BsonDocument now(ExistingMongo existing, MongoClient client) throws IOException;

    /**
     * Reads until it is no longer wanted.
     *
     * @throws IOException if something was written that can no longer be read; the message says what to do
     */
    void follow(ExistingMongo existing, MongoClient client, BsonDocument position, Taker taker)
            throws IOException, InterruptedException;
}
