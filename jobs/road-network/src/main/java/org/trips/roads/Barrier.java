package org.trips.roads;

/** What stands in the road at a node and keeps cars from driving on. */
public enum Barrier {
    /** Opens for some: a gate, or a barrier that its tags let some vehicles through. */
    GATE,
    /** Lets no car through: a bollard, a block, or a gate that its tags close. */
    CLOSED
}
