package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.points.Point;

/**
 * The length of the line through a journey's fixes. The rule against drift: <em>a standing vehicle makes no
 * metres</em>. The line runs through the fixes at which the vehicle moves, and leaves out those at which it stands,
 * unless one lies further from the last on the line than a stop is wide, and the next does too: then it was moved while
 * nobody looked.
 */
final class GpsLine {
    private GpsLine() {}

    /** Metres from the first fix to each; never decreasing. */
    static double[] metres(List<Point> points, Speeds speeds, double stopRadiusMetres) {
        double[] metres = new double[points.size()];
        Point last = points.get(0);
        for (int i = 1; i < metres.length; i++) {
            Point point = points.get(i);
            double step = last.metresTo(point);
            metres[i] = metres[i - 1];
            boolean wasMoved = step > stopRadiusMetres
                    && (i + 1 == metres.length || last.metresTo(points.get(i + 1)) > stopRadiusMetres);
            if (!speeds.standing(i) || wasMoved) {
                metres[i] += step;
                last = point;
            }
        }
        return metres;
    }
}
