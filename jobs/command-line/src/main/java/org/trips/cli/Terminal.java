package org.trips.cli;

/**
 * What is known of the terminal at the other end. The launcher asks it and passes its width on; where the output goes
 * to a file or another program, it passes nothing.
 */
final class Terminal {
    private static final int COLUMNS_ELSEWHERE = 140;
    private static final int FEWEST_COLUMNS = 40;

    private Terminal() {}

    /** Whether somebody looks at it: then long work shows a progress bar. */
    static boolean interactive() {
        return Integer.getInteger("trips.columns") != null;
    }

    /** Its width in characters, or enough for a whole table where there is none. */
    static int columns() {
        return Math.max(FEWEST_COLUMNS, Integer.getInteger("trips.columns", COLUMNS_ELSEWHERE));
    }
}
