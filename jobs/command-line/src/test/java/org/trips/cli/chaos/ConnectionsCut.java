package org.trips.cli.chaos;

import java.util.Random;

/** All connections of the job to broker and store break. */
final class ConnectionsCut implements Fault {
    @Override
    public String name() {
        return "all connections cut";
    }

    @Override
    public void happen(Stage stage, Random random) {
        stage.toBroker().cut();
        stage.toStore().cut();
    }
}
