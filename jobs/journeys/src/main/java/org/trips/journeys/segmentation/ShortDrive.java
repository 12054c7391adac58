package org.trips.journeys.segmentation;

import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * A vehicle under way for too little to be a journey: a hop, shunting in a yard. It says what its points are dropped for.
 *
 * @param startMillis time of its first point
 * @param endMillis time of its last point
 * @param metres straight from point to point
 */
public record ShortDrive(long startMillis, long endMillis, double metres) {
    /** @param points at least one, in order of time */
    static ShortDrive through(List<Point> points) {
        double metres = 0;
        for (int i = 1; i < points.size(); i++) {
            metres += points.get(i - 1).metresTo(points.get(i));
        }
        return new ShortDrive(
                points.get(0).timeMillis(), points.get(points.size() - 1).timeMillis(), metres);
    }

    boolean isTooShort(Profile.Segmentation rule) {
        return endMillis - startMillis < rule.minimumDuration().toMillis() || metres < rule.minimumMetres();
    }
}
