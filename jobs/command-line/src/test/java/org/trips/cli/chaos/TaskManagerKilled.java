package org.trips.cli.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** One of the TaskManagers dies that had something to do. */
final class TaskManagerKilled implements Fault {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "kill -9 of a TaskManager";
    }

    @Override
    public int kills() {
        return 1;
    }

    @Override
    public void happen(Stage stage, Random random) {
        AtomicReference<Set<String>> busy = new AtomicReference<>();
        Patience.until("the cluster tells which TaskManagers are busy", LIMIT, () -> {
            busy.set(stage.flink().busyTaskManagers());
            return true;
        });
        stage.cluster().replaceTaskManager(busy.get(), random);
    }
}
