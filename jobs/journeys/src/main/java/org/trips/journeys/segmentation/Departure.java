package org.trips.journeys.segmentation;

import org.trips.journeys.points.Point;

/**
 * How it was seen that a vehicle is under way, and so where its journey starts. It is told to people and decides nothing.
 *
 * @param parked the last point at which it counted as parked; null where none was known
 * @param seen the point that showed it under way
 * @param metres how far that point lies from the place where it was parked
 */
public record Departure(Cause cause, Point parked, Point seen, double metres) {
    /** What shows that a vehicle is under way. */
    public enum Cause {
        /** It left the stop radius around its place; the journey starts with the last point at rest there. */
        LEFT_PLACE,
        /** The same, and shortly before the ignition was switched on: the journey starts there. */
        IGNITION_ON,
        /** Nothing was heard for the stop time, and then it was elsewhere: the journey starts where it is seen again. */
        AFTER_HOLE,
        /** It was seen where no vehicle gets in the time, and stayed there: the journey starts where it is seen then. */
        AFTER_JUMP,
        /** The journey before was cut because it had lasted for too long; this one goes on from there. */
        GOES_ON
    }
}
