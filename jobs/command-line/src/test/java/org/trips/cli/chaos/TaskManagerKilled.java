package org.trips.cli.chaos;

import java.util.Random;

/** One of the TaskManagers dies. */
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
    public void happen(Stage stage, Random random) {
        int number = random.nextInt(FlinkCluster.TASK_MANAGERS);
        stage.cluster().killTaskManager(number);
        stage.cluster().startTaskManager(number);
    }
}
