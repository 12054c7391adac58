package org.trips.journeys;

/**
 * Speeds from one (km/h, inclusive) up to but without another; {@code toKmh} is {@link #UNBOUNDED} in the fastest band.
 * A band is named by its limits, so sums by the bands of two profiles can stand side by side.
 */
public record SpeedBand(int fromKmh, int toKmh) implements Comparable<SpeedBand> {
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** As it stands in documents and state, like {@code 30-50} or {@code 130-}. */
    public String label() {
        return fromKmh + "-" + (toKmh == UNBOUNDED ? "" : toKmh);
    }

    /** The band of a {@link #label}. */
    public static SpeedBand valueOf(String label) {
        int dash = label.indexOf('-');
        String to = label.substring(dash + 1);
        return new SpeedBand(
                Integer.parseInt(label.substring(0, dash)), to.isEmpty() ? UNBOUNDED : Integer.parseInt(to));
    }

    /** The slower first. */
    @Override
    public int compareTo(SpeedBand other) {
        int byStart = Integer.compare(fromKmh, other.fromKmh);
        return byStart == 0 ? Integer.compare(toKmh, other.toKmh) : byStart;
    }

    /** The label, which is also how a journey in state names the band. */
    @Override
    public String toString() {
        return label();
    }
}
