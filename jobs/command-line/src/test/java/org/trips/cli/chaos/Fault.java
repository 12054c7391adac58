package org.trips.cli.chaos;

import java.util.Random;

/** Something that goes wrong around the job, or is done to it. */
interface Fault {
    /** What it is, for the table. */
    String name();

    /** How many processes it kills. */
    default int kills() {
        return 0;
    }

    /**
     * Lets it happen, and takes its cause away again: whatever was killed is started, whatever was away is back. The job
     * has not recovered yet.
     */
    void happen(Stage stage, Random random) throws Exception;
}
