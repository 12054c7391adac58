package org.trips.job.operators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

/** Touches Flink's state, whose methods may throw anything, behind interfaces that throw nothing checked. */
final class StateAccess {
    /** A change of state. */
    interface Change {
        void make() throws Exception;
    }

    private StateAccess() {}

    static <T> T of(Callable<T> read) {
        try {
            return read.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // Flink declares no narrower type
            throw new UncheckedIOException(new IOException("The job's state cannot be read or written.", e));
        }
    }

    static void run(Change change) {
        of(() -> {
            change.make();
            return null;
        });
    }
}
