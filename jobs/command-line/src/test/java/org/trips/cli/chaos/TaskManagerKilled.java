package org.trips.cli.chaos;

import java.io.IOException;
import java.util.Random;

/** One of the TaskManagers dies that had something to do. */
final class TaskManagerKilled implements Fault {
    @Override
    public String name() {
        return "kill -9 of a TaskManager";
    }

    @Override
    public int kills() {
        return 1;
    }

    @Override
    public void happen(Stage stage, Random random) throws IOException {
        stage.cluster().replaceTaskManager(stage.flink().busyTaskManagers(), random);
    }
}
