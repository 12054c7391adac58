package org.trips.cli.chaos;

import java.util.Random;

/** The broker ends, half of the time without a chance to tidy up, and comes back with what it has on disk. */
final class BrokerRestarted implements Fault {
    @Override
    public String name() {
        return "restart of the broker";
    }

    @Override
    public void happen(Stage stage, Random random) {
        if (random.nextBoolean()) {
            stage.broker().process().kill();
        } else {
            stage.broker().process().close();
        }
        stage.broker().startAgain();
    }
}
