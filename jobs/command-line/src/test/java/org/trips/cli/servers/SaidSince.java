package org.trips.cli.servers;

/** What a job prints and logs from a moment on. */
final class SaidSince {
    private final RunningJob job;
    private final int printedBefore;
    private final int loggedBefore;

    /** From now on. */
    SaidSince(RunningJob job) {
        this.job = job;
        printedBefore = job.output().length();
        loggedBefore = job.log().length();
    }

    String sincePrinted() {
        return job.output().substring(printedBefore);
    }

    boolean printed(String words) {
        return sincePrinted().contains(words);
    }

    String sinceLogged() {
        return job.log().substring(loggedBefore);
    }

    boolean logged(String words) {
        return sinceLogged().contains(words);
    }
}
