package org.trips.journeys;

/** How far (mm) and how long (ms) a vehicle was under way in some circumstance, like on roads of one class. */
public record Driven(long distanceMm, long millis) {
    public static final Driven NONE = new Driven(0, 0);

    public Driven plus(long moreMm, long moreMillis) {
        return new Driven(distanceMm + moreMm, millis + moreMillis);
    }

    Driven plus(Driven other, int sign) {
        return plus(sign * other.distanceMm, sign * other.millis);
    }

    /** What of the whole is not this. */
    public Driven restOf(long wholeMm, long wholeMillis) {
        return new Driven(wholeMm - distanceMm, wholeMillis - millis);
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
