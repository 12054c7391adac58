package org.trips.journeys.segmentation;

import java.util.List;
import java.util.Map;
import org.trips.journeys.points.Point;

/**
 * What cleaning left of one journey: its points in order of time, at least two, no two at one time, and how many
 * from two minutes before the first to the last were dropped, by reason. Immutable.
 *
 * @param parked where its start was lost, as in a garage: the last fix before, further from the first point than a stop is
 *     wide, where the vehicle was parked; else null
 */
public record JourneyPoints(List<Point> points, Map<DropReason, Integer> dropped, Point parked) {
    /** Of a journey whose start was seen. */
    public JourneyPoints(List<Point> points, Map<DropReason, Integer> dropped) {
        this(points, dropped, null);
    }

    public JourneyPoints {
        points = List.copyOf(points);
        dropped = Map.copyOf(dropped);
    }

    public long startMillis() {
        return points.get(0).timeMillis();
    }

    public long endMillis() {
        return points.get(points.size() - 1).timeMillis();
    }
}
