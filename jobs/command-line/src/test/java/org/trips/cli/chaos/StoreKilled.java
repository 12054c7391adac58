package org.trips.cli.chaos;

import java.util.Random;

/** The store dies, is away, and comes back with what it has on disk. */
final class StoreKilled implements Fault {
    private final Outage outage;

    StoreKilled(Outage outage) {
        this.outage = outage;
    }

    @Override
    public String name() {
        return "kill -9 of the store";
    }

    @Override
    public int kills() {
        return 1;
    }

    @Override
    public void happen(Stage stage, Random random) {
        stage.store().process().kill();
        outage.last(random);
        stage.store().startAgain();
    }
}
