package org.trips.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Keeps to so many steps a second, evenly; what was late is caught up. Not thread-safe. */
final class Pace {
    private final double perSecond;
    private final long startNanos = System.nanoTime();
    private long steps;

    /** @param perSecond 0 for as fast as possible */
    Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits until the next step is due. */
    void await() {
        if (perSecond <= 0) {
            return;
        }
        long due = startNanos + Math.round(steps / perSecond * TimeUnit.SECONDS.toNanos(1));
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        steps++;
    }
}
