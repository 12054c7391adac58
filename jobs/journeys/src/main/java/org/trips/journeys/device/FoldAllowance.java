package org.trips.journeys.device;

/**
 * How often a device may have its points folded again because they come out of order, so that one which sends nothing in
 * order costs at most a fixed multiple of what it sends. A fold is owed by the number of its points, and each point that
 * comes pays for some of them. While a device owes more than it may, changes only wait in its history: the fold that
 * follows when enough has come, or when it falls silent, finds the same journeys as if each had been followed at once.
 *
 * @param paidByPoint how many folded points one point pays for
 * @param mostOwed what a device may owe and still be followed at once
 */
record FoldAllowance(long paidByPoint, long mostOwed) {
    /**
     * Uploads of a minute at 1 Hz pay for a journey of fifty minutes each, so that a device which sends all of them in
     * the wrong order is still followed at once; ten hours of 1 Hz may be owed.
     */
    static final FoldAllowance USUAL = new FoldAllowance(50, 36_000);

    /** What is owed after points came. */
    long paid(long owed, int points) {
        return Math.max(0, owed - points * paidByPoint);
    }

    boolean mayFold(long owed) {
        return owed <= mostOwed;
    }
}
