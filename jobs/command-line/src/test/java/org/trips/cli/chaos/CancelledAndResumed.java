package org.trips.cli.chaos;

import java.io.IOException;
import java.util.Random;

/** The job is cancelled with a savepoint and goes on from there. */
final class CancelledAndResumed implements Fault {
    @Override
    public String name() {
        return "cancelled with a savepoint, resumed";
    }

    @Override
    public void happen(Stage stage, Random random) throws IOException {
        stage.job().cancelAndGoOn();
    }
}
