package org.trips.cli.chaos;

import java.io.IOException;
import java.util.Random;

/** The job is stopped with a savepoint and goes on from there with more subtasks, or fewer. */
final class Rescaled implements Fault {
    private static final int MOST_SUBTASKS = 4;

    @Override
    public String name() {
        return "savepoint, other parallelism";
    }

    @Override
    public void happen(Stage stage, Random random) throws IOException {
        stage.job().stopAndGoOn(1 + (stage.job().parallelism() + random.nextInt(MOST_SUBTASKS - 1)) % MOST_SUBTASKS);
    }
}
