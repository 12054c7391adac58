package org.trips.cli.chaos;

import java.util.Random;

/** The JobManager dies; the next one finds job and checkpoints by what high availability keeps. */
final class JobManagerKilled implements Fault {
    @Override
    public String name() {
        return "kill -9 of the JobManager";
    }

    @Override
    public int kills() {
        return 1;
    }

    @Override
    public void happen(Stage stage, Random random) {
        stage.cluster().killJobManager();
        stage.cluster().startJobManager();
    }
}
