package org.trips.cli.chaos;

import java.util.Random;

/** The TaskManagers die, and while the job is on its way back they die again, and then the JobManager. */
final class KilledAgain implements Fault {
    private static final int LONGEST_WAY_BACK_MILLIS = 8_000;

    @Override
    public String name() {
        return "kill -9 again on the way back";
    }

    @Override
    public int kills() {
        return 2 * FlinkCluster.TASK_MANAGERS + 1;
    }

    @Override
    public void happen(Stage stage, Random random) {
        FlinkCluster cluster = stage.cluster();
        cluster.killTaskManagers();
        cluster.startTaskManagers();
        Patience.pause(random.nextInt(LONGEST_WAY_BACK_MILLIS));
        cluster.killTaskManagers();
        cluster.startTaskManagers();
        Patience.pause(random.nextInt(LONGEST_WAY_BACK_MILLIS));
        cluster.killJobManager();
        cluster.startJobManager();
    }
}
