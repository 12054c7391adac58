package org.trips.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C and SIGTERM for a command that holds servers: its thread is interrupted, and the process ends only when the
 * command has closed what it holds, with the exit code of the signal (130 or 143).
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    /** What takes longer is left to its fate: whoever stops a process wants it to end. */
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(30);

    private static final int INTERRUPTED = 130;

    private StopSignal() {}

    /**
     * Does work in this thread until it ends or is told to stop.
     *
     * @param farewell what a person is told when the work was stopped and all is closed
     * @return what the work returns; of no meaning where it was stopped, since the process ends by the signal
     */
    static int stops(Callable<Integer> work, String farewell, PrintWriter err) throws Exception {
        Thread worker = Thread.currentThread();
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stopped.set(true);
                    worker.interrupt();
                    await(ended, err);
                },
                "stop-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.call();
        } catch (Exception e) { // whatever an interrupted wait turns into, in whichever library
            if (!stopped.get()) {
                throw e;
            }
            LOG.info("Stopped by a signal", e);
            err.println(farewell);
            return INTERRUPTED;
        } finally {
            ended.countDown();
            if (!stopped.get()) {
                remove(hook);
            }
        }
    }

    private static void await(CountDownLatch ended, PrintWriter err) {
        try {
            if (!ended.await(LONGEST_FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                err.println("Not all was closed within " + LONGEST_FAREWELL.toSeconds() + " s; it is left as it is.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The signal came when the work had ended", e);
        }
    }
}
