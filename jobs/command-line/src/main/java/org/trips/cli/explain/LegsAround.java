package org.trips.cli.explain;

import java.util.List;
import java.util.Optional;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.journeys.segmentation.Leg;

/**
 * A leg with a journey, and the legs around it.
 *
 * @param before those without a journey since the journey before, in order of time
 * @param after up to the one with the journey after, that one too, in order of time
 */
record LegsAround(Optional<JourneyPoints> journeyBefore, List<Leg> before, Leg leg, List<Leg> after) {
    /**
     * The leg whose journey starts at that time, or else the one whose journey has most of the time between start and end.
     *
     * @param legs all of a device, in order of time
     * @return empty where no journey has any of it
     */
    static Optional<LegsAround> find(List<Leg> legs, long startMillis, long endMillis) {
        int found = -1;
        long most = 0;
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i).journey().isEmpty()) {
                continue;
            }
            JourneyPoints journey = legs.get(i).journey().get();
            long shared = journey.startMillis() == startMillis
                    ? Long.MAX_VALUE
                    : Math.min(endMillis, journey.endMillis()) - Math.max(startMillis, journey.startMillis());
            if (shared > most) {
                most = shared;
                found = i;
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(around(legs, found));
    }

    private static LegsAround around(List<Leg> legs, int index) {
        int first = index;
        while (first > 0 && legs.get(first - 1).journey().isEmpty()) {
            first--;
        }
        int last = index;
        do {
            last++;
        } while (last < legs.size() && legs.get(last).journey().isEmpty());
        return new LegsAround(
                first == 0 ? Optional.empty() : legs.get(first - 1).journey(),
                legs.subList(first, index),
                legs.get(index),
                legs.subList(index + 1, Math.min(last + 1, legs.size())));
    }

    JourneyPoints journey() {
        return leg.journey().orElseThrow();
    }
}
