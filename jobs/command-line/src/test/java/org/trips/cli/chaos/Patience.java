package org.trips.cli.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what has to come, asking again and again; whoever does not answer has not said no. */
public final class Patience {
    private static final long MILLIS_BETWEEN_QUESTIONS = 100;
    private static final long MILLIS_BETWEEN_LOOKS = 10;

    private Patience() {}

    /** What is waited for. */
    public interface Condition {
        boolean holds() throws IOException;
    }

    /** @throws OutOfPatienceException if it does not come within the limit */
    public static void until(String what, Duration limit, Condition condition) {
        Instant end = Instant.now().plus(limit);
        Exception last = null;
        while (Instant.now().isBefore(end)) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
            pause(MILLIS_BETWEEN_QUESTIONS);
        }
        throw new OutOfPatienceException("Not within " + limit.toSeconds() + " s: " + what + ".", last);
    }

    /** Waits for what may come or not. */
    static void forAWhile(Duration limit, BooleanSupplier condition) {
        Instant end = Instant.now().plus(limit);
        while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
            pause(MILLIS_BETWEEN_LOOKS);
        }
    }

    public static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Something did not come in time. */
    static final class OutOfPatienceException extends RuntimeException {
        OutOfPatienceException(String message, Exception cause) {
            super(message, cause);
        }
    }
}
