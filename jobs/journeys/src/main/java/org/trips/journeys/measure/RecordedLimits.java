package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * Speeding on a drive of which the limit was recorded at each point, instead of taken from roads: the same rule, to be
 * held against drives whose limits somebody else looked up.
 */
public final class RecordedLimits {
    private RecordedLimits() {}

    /** The distance between the points, as it is where no roads are known. */
    public static double metres(List<Point> points, Profile profile) {
        return gpsMetres(
                points, Speeds.reconcile(points, ReportedSpeeds.judge(points, profile), null, profile), profile)[
                points.size() - 1];
    }

    private static double[] gpsMetres(List<Point> points, Speeds speeds, Profile profile) {
        return GpsLine.metres(points, speeds, profile.segmentation().stopRadiusMetres());
    }

    /**
     * Finds the episodes.
     *
     * @param points at least two, in order of time, no two at one time
     * @param limitKmh at each point, up to the next; 0 where unknown
     * @param rule what is speeding, in place of the profile's
     */
    public static List<SpeedingEpisode> speeding(
            List<Point> points, int[] limitKmh, Profile profile, Profile.Speeding rule) {
        Speeds speeds = Speeds.reconcile(points, ReportedSpeeds.judge(points, profile), null, profile);
        Course course = Course.betweenFixes(points, gpsMetres(points, speeds, profile), null);
        return Speeding.find(
                course, new Intervals(points, speeds, course, profile), Limits.recorded(course, limitKmh), rule);
    }
}
