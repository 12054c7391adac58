package org.trips.cli;

import java.util.concurrent.TimeUnit;
import org.trips.job.EmbeddedJob;

/** How a job ended, said in one line. */
final class JobEnd {
    private static final long LOOK_MILLIS = 500;

    private JobEnd() {}

    /**
     * Waits until the job has ended by itself, and tells of each failure on the way.
     *
     * @throws CheckFailedException with the innermost reason, if it failed for good
     */
    static void await(EmbeddedJob job, JobFailures failures) throws InterruptedException {
        try {
            while (!job.status().isTerminalState()) {
                failures.tell();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            job.await();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // whatever the job failed with
            CheckFailedException failure = new CheckFailedException("the job failed: " + innermost(e));
            failure.initCause(e);
            throw failure;
        }
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
