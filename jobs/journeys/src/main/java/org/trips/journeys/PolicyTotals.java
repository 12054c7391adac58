package org.trips.journeys;

/**
 * What a policy's vehicles did in a day or a month. The three counts say how many contributions (a journey on a day)
 * have which status; times are milliseconds since 1970 UTC, of no meaning where there is no contribution.
 */
public record PolicyTotals(
        Sums sums,
        long provisional,
        long complete,
        long settled,
        long firstStartMillis,
        long lastEndMillis,
        long vehicles) {

    public static final PolicyTotals NONE = new PolicyTotals(Sums.NONE, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0);

    public boolean isEmpty() {
        return provisional + complete + settled == 0;
    }

    /** The least settled of what contributed. */
    public JourneyStatus status() {
        if (provisional > 0) {
            return JourneyStatus.PROVISIONAL;
        }
        return complete > 0 ? JourneyStatus.COMPLETE : JourneyStatus.SETTLED;
    }

    /** Both together, as far as they add up: which vehicles they share has to be said with {@link #withVehicles}. */
    public PolicyTotals plus(PolicyTotals other) {
        return new PolicyTotals(
                sums.plus(other.sums),
                provisional + other.provisional,
                complete + other.complete,
                settled + other.settled,
                Math.min(firstStartMillis, other.firstStartMillis),
                Math.max(lastEndMillis, other.lastEndMillis),
                vehicles);
    }

    public PolicyTotals withVehicles(long distinct) {
        return new PolicyTotals(sums, provisional, complete, settled, firstStartMillis, lastEndMillis, distinct);
    }
}
