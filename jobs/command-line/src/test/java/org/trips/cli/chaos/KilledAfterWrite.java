package org.trips.cli.chaos;

import com.mongodb.client.model.Sorts;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.bson.Document;
import org.trips.journeys.documents.StoreDocument;

/**
 * The TaskManagers die in the moment in which a document has reached the store, before the next checkpoint says so. What
 * was written is written again, or otherwise.
 */
final class KilledAfterWrite implements Fault {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "kill -9 of the TaskManagers after a write, before its checkpoint";
    }

    @Override
    public int kills() {
        return FlinkCluster.TASK_MANAGERS;
    }

    @Override
    public void happen(Stage stage, Random random) {
        Object before = latestWrite(stage);
        // Where nothing more is to be written it is a kill like any other.
        Patience.forAWhile(LONGEST_WAIT, () -> !Objects.equals(before, latestWrite(stage)));
        stage.cluster().killTaskManagers();
        stage.cluster().startTaskManagers();
    }

    private static Object latestWrite(Stage stage) {
        Document latest = stage.database()
                .getCollection(StoreDocument.JOURNEYS)
                .find()
                .sort(Sorts.descending("writtenAt"))
                .first();
        return latest == null ? null : latest.get("writtenAt");
    }
}
