package org.trips.journeys.measure;

import java.util.Arrays;
import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.matching.MatchedTrace;
import org.trips.roads.Earth;

/**
 * The speed at a point by how far the vehicle came in the seconds around. Where fixes are close, it is the slope of a line
 * through the places, east and north: near ones weigh more (tricube), those off the line little or nothing (bisquare), so
 * that a jump does not count; a locally weighted regression after W. S. Cleveland (1979). Where they are further apart, it
 * is the way between the neighbours: along the road where they are matched to one path, else straight. Not thread-safe.
 */
final class WaySpeeds {
    /** Shorter, and the noise of positions decides; longer, and a halt is smoothed away. */
    private static final long HALF_WINDOW_MILLIS = 5_000;

    private static final int FEWEST_FIXES = 4;
    private static final int ROBUST_PASSES = 2;
    /** Places off the line by so many times the median have no weight. */
    private static final double BISQUARE_MEDIANS = 6;
    /** Where the median is less than this, it is rounding. */
    private static final double LEAST_MEDIAN_METRES = 0.5;
    /** The window's ends still have some weight. */
    private static final double TRICUBE_MARGIN = 1.1;

    private static final double MILLIS_PER_SECOND = 1000;
    private static final double METRES_PER_DEGREE = Earth.RADIUS_METRES * Math.toRadians(1);
    private static final int USUAL_FIXES = 16;

    private final List<Point> points;
    private final MatchedTrace match;
    private int count;
    private double[] seconds = new double[USUAL_FIXES];
    private double[] east = new double[USUAL_FIXES];
    private double[] north = new double[USUAL_FIXES];
    private double[] near = new double[USUAL_FIXES];
    private double[] weight = new double[USUAL_FIXES];
    private double[] off = new double[USUAL_FIXES];
    private double[] sorted = new double[USUAL_FIXES];
    private double meanSeconds;
    private double meanEast;
    private double meanNorth;
    private double eastMps;
    private double northMps;

    /** @param match where the points lie on roads, or null */
    WaySpeeds(List<Point> points, MatchedTrace match) {
        this.points = points;
        this.match = match;
    }

    /** Metres per second, 0 or more. */
    double mps(int i) {
        int from = i;
        while (from > 0 && time(i) - time(from - 1) <= HALF_WINDOW_MILLIS) {
            from--;
        }
        int to = i;
        while (to + 1 < points.size() && time(to + 1) - time(i) <= HALF_WINDOW_MILLIS) {
            to++;
        }
        if (to - from + 1 < FEWEST_FIXES) {
            return between(from == i ? Math.max(0, i - 1) : from, to == i ? Math.min(points.size() - 1, i + 1) : to);
        }
        gather(i, from, to);
        System.arraycopy(near, 0, weight, 0, count);
        fit();
        for (int pass = 0; pass < ROBUST_PASSES; pass++) {
            weighByLine();
            fit();
        }
        return Math.hypot(eastMps, northMps);
    }

    private void gather(int i, int from, int to) {
        count = to - from + 1;
        if (count > seconds.length) {
            grow(2 * count);
        }
        Point middle = points.get(i);
        double eastScale = METRES_PER_DEGREE * Math.cos(Math.toRadians(middle.latitude()));
        double window = TRICUBE_MARGIN * Math.max(time(i) - time(from), time(to) - time(i)) / MILLIS_PER_SECOND;
        for (int k = 0; k < count; k++) {
            Point point = points.get(from + k);
            seconds[k] = (time(from + k) - time(i)) / MILLIS_PER_SECOND;
            east[k] = (point.longitude() - middle.longitude()) * eastScale;
            north[k] = (point.latitude() - middle.latitude()) * METRES_PER_DEGREE;
            double share = Math.abs(seconds[k]) / window;
            double tricube = 1 - share * share * share;
            near[k] = tricube * tricube * tricube;
        }
    }

    private void grow(int capacity) {
        seconds = new double[capacity];
        east = new double[capacity];
        north = new double[capacity];
        near = new double[capacity];
        weight = new double[capacity];
        off = new double[capacity];
        sorted = new double[capacity];
    }

    private void weighByLine() {
        for (int k = 0; k < count; k++) {
            double since = seconds[k] - meanSeconds;
            off[k] = Math.hypot(east[k] - meanEast - eastMps * since, north[k] - meanNorth - northMps * since);
            sorted[k] = off[k];
        }
        Arrays.sort(sorted, 0, count);
        double most = BISQUARE_MEDIANS * Math.max(LEAST_MEDIAN_METRES, sorted[count / 2]);
        for (int k = 0; k < count; k++) {
            double share = off[k] / most;
            double bisquare = share < 1 ? 1 - share * share : 0;
            weight[k] = near[k] * bisquare * bisquare;
        }
    }

    /** At least half of the weights are above 0, since places no further off than the median have some. */
    private void fit() {
        double sum = 0;
        meanSeconds = 0;
        meanEast = 0;
        meanNorth = 0;
        for (int k = 0; k < count; k++) {
            sum += weight[k];
            meanSeconds += weight[k] * seconds[k];
            meanEast += weight[k] * east[k];
            meanNorth += weight[k] * north[k];
        }
        meanSeconds /= sum;
        meanEast /= sum;
        meanNorth /= sum;
        double squares = 0;
        double byEast = 0;
        double byNorth = 0;
        for (int k = 0; k < count; k++) {
            double since = seconds[k] - meanSeconds;
            squares += weight[k] * since * since;
            byEast += weight[k] * since * (east[k] - meanEast);
            byNorth += weight[k] * since * (north[k] - meanNorth);
        }
        eastMps = byEast / squares;
        northMps = byNorth / squares;
    }

    private double between(int from, int to) {
        long millis = time(to) - time(from);
        return millis == 0 ? 0 : metres(from, to) / (millis / MILLIS_PER_SECOND);
    }

    private double metres(int from, int to) {
        if (match != null && match.pathOf(from) >= 0 && match.pathOf(from) == match.pathOf(to)) {
            return match.metresAlongPath(to) - match.metresAlongPath(from);
        }
        return points.get(from).metresTo(points.get(to));
    }

    private long time(int i) {
        return points.get(i).timeMillis();
    }
}
