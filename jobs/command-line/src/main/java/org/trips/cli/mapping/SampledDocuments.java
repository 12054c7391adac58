package org.trips.cli.mapping;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Aggregates;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.trips.job.connectors.ExistingMongo;
import org.trips.job.stores.MongoStore;

/** Some documents of a collection, drawn at random by its server. */
public final class SampledDocuments {
    private SampledDocuments() {}

    /**
     * Reads so many of a collection, or all where there are fewer.
     *
     * @throws IOException if it cannot be read; the message names hosts and reason
     */
    public static void of(ExistingMongo existing, int documents, Consumer<BsonDocument> each) throws IOException {
        existing.requireReadable();
        try (MongoClient client = existing.connect();
                MongoCursor<RawBsonDocument> drawn = drawn(existing.documents(client), documents)) {
            while (drawn.hasNext()) {
                each.accept(drawn.next().decode(new BsonDocumentCodec()));
            }
        } catch (MongoException e) {
            throw new IOException(existing + " cannot be read: " + MongoStore.reason(e), e);
        }
    }

    /** At random, since the first of a collection are its oldest; a server that cannot draw gives those. */
    private static MongoCursor<RawBsonDocument> drawn(MongoCollection<RawBsonDocument> collection, int documents) {
        try {
            return collection.aggregate(List.of(Aggregates.sample(documents))).cursor();
        } catch (MongoCommandException e) {
            return collection.find().limit(documents).cursor();
        }
    }
}
