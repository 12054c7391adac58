package org.trips.job.stores;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOneModel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.BsonSerializationException;
import org.trips.journeys.documents.StoreDocument;

/** Writes documents to a MongoDB collection in bulk, and tells of an error whether it lies in a document. */
final class MongoWriter implements StoreWriter {
    private static final int TOO_LARGE = 10_334;

    private static final int DUPLICATE_KEY = 11000;
    /** Its name in messages of a duplicate key. */
    private static final String INDEX_OF_IDS = " _id_ ";

    /**
     * Errors that lie in a document, or in what the store was told to demand of it, and come again however often it is
     * written. Numbers of https://github.com/mongodb/mongo, src/mongo/base/error_codes.yml, and of assertions older than
     * that file. What is not among them may pass, and fails the job if it does not.
     */
    private static final Set<Integer> LIES_IN_THE_DOCUMENT = Set.of(
            2, // BadValue
            14, // TypeMismatch
            15, // Overflow: nested too deeply
            52, // DollarPrefixedFieldName
            57, // DottedFieldName
            121, // DocumentValidationFailure
            171, // CannotIndexParallelArrays
            10334, // BSONObjectTooLarge
            DUPLICATE_KEY, // of an index that somebody has made unique
            16755, // no geo keys can be made of it
            17280, // KeyTooLong
            17419, // it would become too large
            17420); // it would be too large

    private final MongoClient client;
    private final MongoCollection<BsonDocument> collection;

    MongoWriter(MongoStore store, String collection) {
        client = store.connect();
        this.collection = client.getDatabase(store.database()).getCollection(collection, BsonDocument.class);
    }

    @Override
    public void write(List<StoreDocument> documents) throws StoreException, InterruptedException {
        try {
            collection.bulkWrite(documents.stream()
                    .map(document -> MongoDocuments.write(document, Instant.now()))
                    .toList());
        } catch (MongoInterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedException("interrupted while writing to the store");
        } catch (MongoException | BsonSerializationException e) {
            throw new StoreException(
                    MongoStore.reason(e),
                    liesInADocument(e),
                    firstError(e).map(BulkWriteError::getIndex).orElse(null));
        }
    }

    /** Extended JSON, as mongoimport reads it. */
    @Override
    public byte[] importable(StoreDocument document) {
        return MongoDocuments.write(document, Instant.now()) instanceof ReplaceOneModel<BsonDocument> replacement
                ? replacement.getReplacement().toJson().getBytes(StandardCharsets.UTF_8)
                : new byte[0];
    }

    @Override
    public void close() {
        client.close();
    }

    private static boolean liesInADocument(RuntimeException failure) {
        if (failure instanceof MongoBulkWriteException bulk) {
            return firstError(bulk)
                    .map(error -> LIES_IN_THE_DOCUMENT.contains(error.getCode()) && !isRaceOfIds(error))
                    .orElse(false);
        }
        // Of a whole batch, other numbers tell nothing about a document: 2 may be a write concern that cannot be had.
        return failure instanceof BsonMaximumSizeExceededException
                || (failure instanceof MongoException server && server.getCode() == TOO_LARGE);
    }

    /** An earlier try that was given up may still be writing the same document: it passes. */
    private static boolean isRaceOfIds(BulkWriteError error) {
        return error.getCode() == DUPLICATE_KEY && error.getMessage().contains(INDEX_OF_IDS);
    }

    private static Optional<BulkWriteError> firstError(RuntimeException failure) {
        return failure instanceof MongoBulkWriteException bulk
                ? bulk.getWriteErrors().stream().findFirst()
                : Optional.empty();
    }
}
