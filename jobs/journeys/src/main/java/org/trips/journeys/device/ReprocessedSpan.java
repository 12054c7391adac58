package org.trips.journeys.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.FoldState;
import org.trips.journeys.segmentation.JourneyFold;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.journeys.segmentation.Leg;

/**
 * A span of one device's time, with all that is needed to find its journeys anew. Immutable.
 *
 * @param from journeys that start before it are not touched
 * @param to journeys that start then or later are not touched
 * @param since the state at a break at or before {@code from}, or {@link FoldState#NEW}: the fold goes on from it
 * @param points all after that break that are needed, in order of time, no two at one time: up to the one that proves the
 *     last break that is needed
 * @param toTheEnd whether the device's points end with these, so that the open leg counts as ended
 * @param stored the settled journeys that the store has in the span
 */
public record ReprocessedSpan(
        String device,
        Instant from,
        Instant to,
        FoldState since,
        List<Point> points,
        boolean toTheEnd,
        List<StoredJourney> stored) {

    public ReprocessedSpan {
        points = List.copyOf(points);
        stored = List.copyOf(stored);
    }

    /** The journeys that are found from its first break on, in order of time; not all of them start in the span. */
    List<JourneyPoints> journeys(Versions<Profile> profiles) {
        JourneyFold fold = new JourneyFold(profiles, since);
        points.forEach(fold::accept);
        List<Leg> legs = new ArrayList<>(fold.ended());
        if (toTheEnd) {
            fold.finish().ifPresent(legs::add);
        }
        return legs.stream().flatMap(leg -> leg.journey().stream()).toList();
    }
}
