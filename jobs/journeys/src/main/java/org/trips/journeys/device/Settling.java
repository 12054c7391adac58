package org.trips.journeys.device;

/** When what lies the horizon back in a device's own time becomes final, so that points before it are late. */
public enum Settling {
    /** As soon as later points have come: input without an end must not be kept for ever. */
    AS_TIME_PASSES,
    /**
     * Only when the input has ended. In files all of it is at hand, and the file read last may hold what was driven
     * first: nothing in them is late.
     */
    AT_END_OF_INPUT
}
