package org.trips.journeys.intake;

import java.util.List;
import java.util.OptionalLong;
import org.trips.journeys.points.Point;

/**
 * What one device sent at once: its points in the order sent, neither sorted nor without duplicates.
 *
 * @param device the device's own id, not empty
 * @param receivedAtMillis when it was sent or received (the message's {@code sentAt}, else the broker's timestamp), in
 *     milliseconds since 1970 UTC; empty where neither is known
 */
public record Upload(String device, List<Point> points, OptionalLong receivedAtMillis) {
    public Upload {
        points = List.copyOf(points);
    }
}
