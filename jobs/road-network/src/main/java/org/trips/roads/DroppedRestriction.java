package org.trips.roads;

/** Why a turn restriction is not in the road file; the earlier reason counts where there are several. */
public enum DroppedRestriction {
    /** For lorries, buses or bicycles only, or with an exception for cars. */
    OTHER_VEHICLES,
    /** Holds at some hours or in some weather only. */
    AT_TIMES,
    /** Does not say what is forbidden, or names roads in roles that make no turn. */
    MALFORMED,
    /** Names a road that is not in the extracts, or that no car may use. */
    ROADS_MISSING,
    /** Its roads do not meet, or go on beyond the junction so that several turns may be meant. */
    UNCLEAR,
    /** Nobody could drive that anyway, as against a oneway street. */
    NOTHING_TO_FORBID
}
