package org.trips.cli.chaos;

import java.util.Random;

/** The store is there but does not answer, as a machine that is short of memory or disk. */
final class StoreStopped implements Fault {
    private final Outage outage;

    StoreStopped(Outage outage) {
        this.outage = outage;
    }

    @Override
    public String name() {
        return "store that does not answer";
    }

    @Override
    public void happen(Stage stage, Random random) {
        stage.store().process().signal("STOP");
        try {
            outage.last(random);
        } finally {
            stage.store().process().signal("CONT");
        }
    }
}
