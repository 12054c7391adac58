package org.trips.cli.chaos;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import java.time.Duration;
import java.util.Objects;
import org.bson.Document;
import org.trips.journeys.documents.StoreDocument;

/** Waits until a journey reaches the store: what the job has just written, no later checkpoint knows yet. */
final class StoreWatch {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private StoreWatch() {}

    /** Returns with the next write, or after a while where there is no more to be written. */
    static void awaitWrite(MongoDatabase store) {
        Object before = latestWrite(store);
        Patience.forAWhile(LONGEST_WAIT, () -> !Objects.equals(before, latestWrite(store)));
    }

    /** Null where there is none, or the store does not answer. */
    private static Object latestWrite(MongoDatabase store) {
        try {
            Document latest = store.getCollection(StoreDocument.JOURNEYS)
                    .find()
                    .sort(Sorts.descending("writtenAt"))
                    .first();
            return latest == null ? null : latest.get("writtenAt");
        } catch (MongoException e) {
            return null;
        }
    }
}
