package org.trips.journeys.device;

/** Whether points go on coming for ever. */
public enum Input {
    /**
     * They do: journeys are found as they end, and what lies the horizon back in a device's own time is settled, or it
     * would be kept for ever; points before that are late.
     */
    ENDLESS,
    /**
     * All of them are at hand, as in files, and the file read last may hold what was driven first: nothing in it is late,
     * and journeys are found once, when all has been read.
     */
    ENDS,
    /**
     * First all of a history, in any order, while points go on coming: nothing is late and nothing is found until the
     * history has ended. Then it is {@link #ENDLESS}.
     */
    BACK_FILL
}
