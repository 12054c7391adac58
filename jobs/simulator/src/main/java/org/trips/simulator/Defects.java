package org.trips.simulator;

/**
 * What goes wrong between vehicle and receiver. Shares are probabilities from 0 to 1.
 *
 * @param noiseMetres standard deviation of a fix's error east and north; most of it drifts slowly, as a receiver's does
 * @param holes share of journeys with 44 to 74 seconds without a fix
 * @param duplicates share of uploads sent a second time
 * @param disorder share of uploads that later ones overtake, with their points out of order
 * @param late share of journeys that are sent hours after they were driven
 * @param clockFaults share of journeys with a fix dated years ahead, and of journeys whose clock is set back an hour
 *     half-way
 * @param missing share of devices without speed, of those without heading and of those without accuracy
 */
public record Defects(
        double noiseMetres,
        double holes,
        double duplicates,
        double disorder,
        double late,
        double clockFaults,
        double missing) {

    /** Positions as true as the stored precision allows, sent once, at once and in order. */
    public static final Defects NONE = new Defects(0, 0, 0, 0, 0, 0, 0);

    /** What a good device does on a good day: nothing but noise. */
    public static final Defects NOISE = new Defects(2.5, 0, 0, 0, 0, 0, 0);

    /** @throws IllegalArgumentException if a share is not between 0 and 1, or the noise is negative */
    public Defects {
        if (!(noiseMetres >= 0)) {
            throw new IllegalArgumentException("Noise is given in metres, 0 or more: " + noiseMetres + " is not.");
        }
        requireShare("holes", holes);
        requireShare("duplicates", duplicates);
        requireShare("disorder", disorder);
        requireShare("late", late);
        requireShare("clock faults", clockFaults);
        requireShare("missing fields", missing);
    }

    static void requireShare(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share of " + what + " is between 0 and 1: " + share + " is not.");
        }
    }
}
