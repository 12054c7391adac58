package org.trips.journeys.segmentation;

import java.util.List;
import java.util.Map;
import org.trips.journeys.points.Point;

/**
 * What cleaning left of one journey: its points in order of time, at least two, no two at one time, and how many
 * from two minutes before the first to the last were dropped, by reason. Immutable.
 */
public record JourneyPoints(List<Point> points, Map<DropReason, Integer> dropped) {
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
