package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * How fast a vehicle went between each point and the next: for points close together what both say, for points further
 * apart the distance over the time. What no vehicle reaches is not known, and not known is whatever one of two close
 * points does not know.
 */
final class Intervals {
    /** Further apart than this, two points say nothing of what lay between them. */
    private static final long LONGEST_SEEN_MILLIS = 10_000;

    private final List<Point> points;
    private final Speeds speeds;
    private final Course course;
    private final double standingMps;
    private final double fastestMps;

    Intervals(List<Point> points, Speeds speeds, Course course, Profile profile) {
        this.points = points;
        this.speeds = speeds;
        this.course = course;
        standingMps = profile.measuring().standingMps();
        fastestMps = profile.cleaning().fastestMps();
    }

    int count() {
        return points.size() - 1;
    }

    long startMillis(int i) {
        return points.get(i).timeMillis();
    }

    long endMillis(int i) {
        return points.get(i + 1).timeMillis();
    }

    /** A vehicle that is carried stands. */
    boolean moving(int i) {
        return !carried(i) && (seen(i) ? !(speeds.standing(i) && speeds.standing(i + 1)) : mean(i) >= standingMps);
    }

    /** Whether both its speeds are the device's own word. Others are means, over the interval or more than it. */
    boolean reported(int i) {
        return seen(i) && speeds.reported(i) && speeds.reported(i + 1);
    }

    /** NaN where it is not known. */
    double slowestMps(int i) {
        if (carried(i)) {
            return Double.NaN;
        }
        return seen(i) ? Math.min(speeds.mps(i), speeds.mps(i + 1)) : possible(mean(i));
    }

    /** NaN where it is not known. */
    double fastestMps(int i) {
        if (carried(i)) {
            return Double.NaN;
        }
        return seen(i) ? Math.max(speeds.mps(i), speeds.mps(i + 1)) : possible(mean(i));
    }

    /** Whether the vehicle is on a ferry at a point: its receiver then tells the ferry's speed. */
    boolean aboard(int point) {
        return (point > 0 && carried(point - 1)) || (point < count() && carried(point));
    }

    /** Whether it was on a ferry all the way. */
    private boolean carried(int i) {
        return course.carriedMmAtPoint(i + 1) > course.carriedMmAtPoint(i)
                && course.mmAtPoint(i + 1) == course.mmAtPoint(i);
    }

    /** NaN where it is not known. */
    double meanMps(int i) {
        return seen(i) && !carried(i) ? (speeds.mps(i) + speeds.mps(i + 1)) / 2 : possible(mean(i));
    }

    private double possible(double mps) {
        return mps <= fastestMps ? mps : Double.NaN;
    }

    private boolean seen(int i) {
        return endMillis(i) - startMillis(i) <= LONGEST_SEEN_MILLIS;
    }

    /** Millimetres by milliseconds are metres by seconds. */
    private double mean(int i) {
        return (double) (course.mmAtPoint(i + 1) - course.mmAtPoint(i)) / (endMillis(i) - startMillis(i));
    }
}
