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
     * @param provenMillis time of the point that showed it
     * @param clean the leg's clean points, in order of time
     * @param dropped the leg's other points
     */
    static Leg of(
            FoldState from,
            FoldState state,
            FoldState after,
            long provenMillis,
            List<Point> clean,
            List<Dropped> dropped,
            Profile.Segmentation rule) {
        long start = state.driving() ? state.sinceMillis() : Long.MAX_VALUE;
        List<Point> driven = new ArrayList<>();
        long fromBreakOn = 0;
        if (!from.isNowhere() && start == from.timeMillis()) {
            driven.add(from.last());
            fromBreakOn = 1;
        }
        for (Point point : clean) {
            if (point.timeMillis() >= start) {
                driven.add(point);
            }
        }
        Map<DropReason, Long> reasons = new EnumMap<>(DropReason.class);
        Map<DropReason, Integer> within = new EnumMap<>(DropReason.class);
        for (Dropped drop : dropped) {
            long time = drop.point().timeMillis();
            reasons.merge(drop.reason(), 1L, Long::sum);
            if (time > start - SETTING_OUT_MILLIS && time <= after.timeMillis()) {
                within.merge(drop.reason(), 1, Integer::sum);
            }
        }
        long moving = driven.size() - fromBreakOn;
        merge(reasons, DropReason.PARKED, clean.size() - moving);
        if (!isJourney(driven, rule)) {
            merge(reasons, DropReason.TOO_SHORT, moving);
            return new Leg(from, after, provenMillis, Optional.empty(), PointTally.decided(0, reasons));
        }
        return new Leg(
                from,
                after,
                provenMillis,
                Optional.of(new JourneyPoints(driven, within)),
                PointTally.decided(moving, reasons));
    }

    private static boolean isJourney(List<Point> driven, Profile.Segmentation rule) {
        if (driven.size() < 2
                || driven.get(driven.size() - 1).timeMillis() - driven.get(0).timeMillis()
                        < rule.minimumDuration().toMillis()) {
            return false;
        }
        double metres = 0;
        for (int i = 1; i < driven.size(); i++) {
            metres += Cleaning.metres(driven.get(i - 1), driven.get(i));
        }
        return metres >= rule.minimumMetres();
    }

    private static void merge(Map<DropReason, Long> reasons, DropReason reason, long count) {
        if (count > 0) {
            reasons.merge(reason, count, Long::sum);
        }
    }
}
