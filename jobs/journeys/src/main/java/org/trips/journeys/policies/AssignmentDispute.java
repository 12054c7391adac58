package org.trips.journeys.policies;

import java.time.Instant;

/**
 * Two different lists of assignments were given for one device, and the versions did not say plainly that the later one
 * is the newer: it has a lower version, or both have the same and their bytes decided.
 *
 * @param held the one that holds now
 * @param passedOver the one that does not
 */
public record AssignmentDispute(String device, DeviceAssignments held, DeviceAssignments passedOver) {
    /** No one counts so far; a version above is a time in milliseconds. */
    private static final long HIGHEST_COUNT = 100_000_000_000L;

    /** A sentence for a human: what was passed over, what holds, and what to do. */
    public String message() {
        return "Device " + device + ": the assignments " + passedOver.assignments() + " of "
                + text(passedOver.version())
                + " are passed over, because " + held.assignments() + " of " + text(held.version()) + " are held. "
                + (held.version() == passedOver.version()
                        ? "Two different lists have one version: give what shall hold a higher one."
                        : "If they shall hold, give them a higher version.");
    }

    private static String text(long version) {
        return "version " + version + (version > HIGHEST_COUNT ? " (" + Instant.ofEpochMilli(version) + ")" : "");
    }
}
