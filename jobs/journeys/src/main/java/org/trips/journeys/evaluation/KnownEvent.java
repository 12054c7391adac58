package org.trips.journeys.evaluation;

import org.trips.journeys.EventType;

/**
 * A harsh event of which it is known that it happened.
 *
 * @param startMillis since 1970 UTC
 * @param endMillis likewise; the start where it was an instant
 * @param doubtful whether it is too weak to ask for: nobody has to find it, and who finds it is not wrong
 */
public record KnownEvent(EventType type, long startMillis, long endMillis, boolean doubtful) {
    /** @throws IllegalArgumentException if it ends before it starts */
    public KnownEvent {
        if (endMillis < startMillis) {
            throw new IllegalArgumentException("An event cannot end before it starts.");
        }
    }
}
