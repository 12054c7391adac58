package org.trips.journeys.segmentation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/** What the end of a leg decides: which of its points are a journey, if any, and what becomes of the others. */
final class LegVerdict {
    /** A receiver that is switched on looks for its place: what it then said wrong belongs to the journey that follows. */
    private static final long SETTING_OUT_MILLIS = 120_000;

    private LegVerdict() {}

    /**
     * @param from the break before the leg
     * @param state the state in which it ended: driving if a journey was under way
     * @param after the break that ends it
     * @param endMillis when its journey ended, if one was under way
     * @param provenMillis time of the point that showed it
     * @param clean the leg's clean points, in order of time
     * @param reasons why it ended, and what else came of it
     */
    static Leg of(
            FoldState from,
            FoldState state,
            FoldState after,
            long endMillis,
            long provenMillis,
            List<Point> clean,
            LegReasons reasons) {
        Profile profile = reasons.profile();
        long start = state.driving() ? state.sinceMillis() : Long.MAX_VALUE;
        List<Point> driven = new ArrayList<>();
        Point parked = from.isNowhere() ? null : from.last();
        long fromBreakOn = 0;
        if (!from.isNowhere() && start == from.timeMillis()) {
            driven.add(from.last());
            fromBreakOn = 1;
        }
        for (Point point : clean) {
            if (point.timeMillis() < start) {
                parked = point;
            } else if (point.timeMillis() <= endMillis) {
                driven.add(point);
            }
        }
        Map<DropReason, Long> verdicts = new EnumMap<>(DropReason.class);
        Map<DropReason, Integer> within = new EnumMap<>(DropReason.class);
        for (Dropped drop : reasons.dropped()) {
            long time = drop.point().timeMillis();
            verdicts.merge(drop.reason(), 1L, Long::sum);
            if (time > start - SETTING_OUT_MILLIS && time <= endMillis) {
                within.merge(drop.reason(), 1, Integer::sum);
            }
        }
        long moving = driven.size() - fromBreakOn;
        merge(verdicts, DropReason.PARKED, clean.size() - moving);
        if (driven.isEmpty()) {
            return new Leg(
                    from,
                    after,
                    provenMillis,
                    Optional.empty(),
                    Optional.empty(),
                    PointTally.decided(0, verdicts),
                    reasons);
        }
        ShortDrive drive = ShortDrive.through(driven);
        if (driven.size() < 2 || drive.isTooShort(profile.segmentation())) {
            merge(verdicts, DropReason.TOO_SHORT, moving);
            return new Leg(
                    from,
                    after,
                    provenMillis,
                    Optional.empty(),
                    Optional.of(drive),
                    PointTally.decided(0, verdicts),
                    reasons);
        }
        Point first = driven.get(0);
        JourneyPoints journey = new JourneyPoints(driven, within, startWasLost(parked, first, profile) ? parked : null);
        return new Leg(
                from,
                after,
                provenMillis,
                Optional.of(journey),
                Optional.empty(),
                PointTally.decided(moving, verdicts),
                reasons);
    }

    /**
     * Whether the vehicle was driven from where it was parked to where it is first seen under way while nobody looked:
     * further than a stop is wide, but not so far that it may have been anywhere in between.
     *
     * @param parked the last fix before the first under way, or null
     */
    private static boolean startWasLost(Point parked, Point first, Profile profile) {
        boolean seenToLeave = parked == null
                || first.timeMillis() - parked.timeMillis()
                        < profile.segmentation().stop().toMillis();
        if (seenToLeave) {
            return false;
        }
        double metres = parked.metresTo(first);
        return metres > profile.segmentation().stopRadiusMetres()
                && metres <= profile.segmentation().lostStartMetres()
                && Cleaning.withinReach(profile.cleaning(), parked, first);
    }

    private static void merge(Map<DropReason, Long> reasons, DropReason reason, long count) {
        if (count > 0) {
            reasons.merge(reason, count, Long::sum);
        }
    }
}
