package org.trips.journeys;

import java.util.List;

/**
 * What other profiles call harsh on a journey that the profile in force has found: for comparison alone, they are in no sum.
 * Immutable.
 *
 * @param profiles the ids of those that were asked, also where they found nothing
 * @param events in order of time; each says which profile found it
 */
public record ComparedEvents(List<String> profiles, List<JourneyEvent> events) {
    /** No other profile was asked. */
    public static final ComparedEvents NONE = new ComparedEvents(List.of(), List.of());

    public ComparedEvents {
        profiles = List.copyOf(profiles);
        events = List.copyOf(events);
    }
}
