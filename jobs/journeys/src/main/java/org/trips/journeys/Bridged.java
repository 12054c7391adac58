package org.trips.journeys;

/**
 * What of a journey nobody saw: holes, of more than 30 s between two of its points, and a start that was lost. Its metres
 * are laid along the roads where it lies on roads, else straight, and are part of its distance. Millimetres and
 * milliseconds. Immutable.
 *
 * @param distanceMm driven in holes and before the first point
 * @param startMm of these, driven before the first point, from where the vehicle was parked; no time is counted for them
 * @param parkedMillis where its start was lost, when it was last seen parked, in milliseconds since 1970 UTC: it left at
 *     some time between then and its start; else null
 * @param holes how many
 * @param holeMillis how long they lasted together
 */
public record Bridged(long distanceMm, long startMm, Long parkedMillis, int holes, long holeMillis) {
    public static final Bridged NONE = new Bridged(0, 0, null, 0, 0);

    private static final long LONGEST_SEEN_MILLIS = 30_000;

    /** Whether two points so far apart leave a hole between them. */
    public static boolean isHole(long millis) {
        return millis > LONGEST_SEEN_MILLIS;
    }
}
