package org.trips.cli.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** The faults in the order in which they happen: shuffled, and dealt again when all have happened. Not thread-safe. */
final class Deck {
    /** How often those that kill the job's own processes are in it, from the second time on. */
    private static final int KILLS = 3;

    private final Random random;
    private final Outage outage;
    private final Deque<Fault> faults = new ArrayDeque<>();

    Deck(Random random, Outage outage) {
        this.random = random;
        this.outage = outage;
        deal(1);
    }

    Fault next() {
        if (faults.isEmpty()) {
            deal(KILLS);
        }
        return faults.remove();
    }

    private void deal(int kills) {
        List<Fault> dealt = new ArrayList<>(List.of(
                new KilledAgain(),
                new BrokerRestarted(),
                new StoreStopped(outage),
                new StoreKilled(outage),
                new NetworkPaused(outage),
                new ConnectionsCut(),
                new CheckpointsFail(outage),
                new CancelledAndResumed(),
                new Rescaled()));
        for (int time = 0; time < kills; time++) {
            dealt.addAll(List.of(
                    new KilledAfterWrite(),
                    new OtherOrder(),
                    new TaskManagerKilled(),
                    new JobManagerKilled(),
                    new WholeClusterKilled()));
        }
        Collections.shuffle(dealt, random);
        faults.addAll(dealt);
    }
}
