package org.trips.cli.chaos;

import java.util.List;
import java.util.Random;
import org.trips.job.stores.Line;

/** Nothing gets through between the job and the broker, or the store, or both; connections stay. */
final class NetworkPaused implements Fault {
    private final Outage outage;

    NetworkPaused(Outage outage) {
        this.outage = outage;
    }

    @Override
    public String name() {
        return "pause of the network";
    }

    @Override
    public void happen(Stage stage, Random random) {
        List<List<Line>> choices = List.of(
                List.of(stage.toBroker()), List.of(stage.toStore()), List.of(stage.toBroker(), stage.toStore()));
        List<Line> lines = choices.get(random.nextInt(choices.size()));
        lines.forEach(Line::stall);
        outage.last(random);
        lines.forEach(Line::flow);
    }
}
