package org.trips.cli.chaos;

import java.util.Random;

/**
 * The TaskManagers die in the moment in which a document has reached the store, before the next checkpoint says so. What
 * was written is written again, or otherwise.
 */
final class KilledAfterWrite implements Fault {
    @Override
    public String name() {
        return "kill -9 of the TaskManagers after a write";
    }

    @Override
    public int kills() {
        return FlinkCluster.TASK_MANAGERS;
    }

    @Override
    public void happen(Stage stage, Random random) {
        StoreWatch.awaitWrite(stage.database());
        stage.cluster().killTaskManagers();
        stage.cluster().startTaskManagers();
    }
}
