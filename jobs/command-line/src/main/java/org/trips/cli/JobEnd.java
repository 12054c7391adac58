package org.trips.cli;

import org.trips.job.EmbeddedJob;

/** How a job ended, said in one line. */
final class JobEnd {
    private JobEnd() {}

    /**
     * Waits until the job has ended by itself.
     *
     * @throws CheckFailedException with the innermost reason, if it failed
     */
    static void await(EmbeddedJob job) throws InterruptedException {
        try {
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
