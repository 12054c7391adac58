package org.trips.cli.chaos;

import java.io.IOException;
import java.util.Random;

/** Nothing can be written to the folder of checkpoints, as on a full disk. */
final class CheckpointsFail implements Fault {
    private final Outage outage;

    CheckpointsFail(Outage outage) {
        this.outage = outage;
    }

    @Override
    public String name() {
        return "no room for checkpoints";
    }

    @Override
    public void happen(Stage stage, Random random) throws IOException {
        stage.cluster().takeCheckpointsAway();
        outage.last(random);
        stage.cluster().giveCheckpointsBack();
    }
}
