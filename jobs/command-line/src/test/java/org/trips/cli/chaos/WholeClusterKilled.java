package org.trips.cli.chaos;

import java.util.Random;

/** JobManager and TaskManagers die at once. */
final class WholeClusterKilled implements Fault {
    @Override
    public String name() {
        return "kill -9 of JobManager and TaskManagers";
    }

    @Override
    public int kills() {
        return 1 + FlinkCluster.TASK_MANAGERS;
    }

    @Override
    public void happen(Stage stage, Random random) {
        stage.cluster().killJobManager();
        stage.cluster().killTaskManagers();
        stage.cluster().startJobManager();
        stage.cluster().startTaskManagers();
    }
}
