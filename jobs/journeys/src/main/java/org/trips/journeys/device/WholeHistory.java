package org.trips.journeys.device;

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
 * All points of one device, one in each {@linkplain Point#SLOT_MILLIS slot}, and the points of the journeys in them: at once what {@link DeviceJourneys} arrives at bit by
 * bit. Not thread-safe.
 */
public final class WholeHistory {
    private final PointHistory history = new PointHistory(new MemoryDeviceStore());
    private LatestTimes times = LatestTimes.NONE;

    /** Adds points, in any order, added before or not. */
    public void add(List<Point> points) {
        history.merge(points);
        for (Point point : points) {
            times = times.with(point.timeMillis());
        }
    }

    /** The journeys as if no point came any more, in order of time. */
    public List<JourneyPoints> journeys(Versions<Profile> profiles) {
        return legs(profiles).stream().flatMap(leg -> leg.journey().stream()).toList();
    }

    /** All legs, the last one as if no point came any more. */
    public List<Leg> legs(Versions<Profile> profiles) {
        JourneyFold fold = new JourneyFold(profiles, FoldState.NEW);
        history.forEachAfter(FoldState.NEW.timeMillis(), times.believed(), fold::accept);
        List<Leg> legs = new ArrayList<>(fold.ended());
        fold.finish().ifPresent(legs::add);
        return legs;
    }

    /** The points later than a time, up to and including another, in order. */
    public List<Point> after(long millis, long lastMillis) {
        List<Point> points = new ArrayList<>();
        history.forEachAfter(millis, Math.min(lastMillis, times.believed()), points::add);
        return points;
    }
}
