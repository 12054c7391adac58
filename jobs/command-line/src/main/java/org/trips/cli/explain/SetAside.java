package org.trips.cli.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.points.Point;
import org.trips.journeys.segmentation.DropReason;
import org.trips.journeys.segmentation.Dropped;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.journeys.segmentation.Leg;
import org.trips.journeys.segmentation.ShortDrive;

/** The points of legs that are in no journey, each with the reason that its leg gives. */
final class SetAside {
    private SetAside() {}

    /** In order of time. */
    static List<Dropped> of(List<Leg> legs, WholeHistory history) {
        List<Dropped> all = new ArrayList<>();
        for (Leg leg : legs) {
            add(leg, history, all);
        }
        return all;
    }

    private static void add(Leg leg, WholeHistory history, List<Dropped> all) {
        Map<Long, DropReason> unusable = new HashMap<>();
        long last = leg.after().timeMillis();
        for (Dropped dropped : leg.reasons().dropped()) {
            unusable.put(dropped.point().timeMillis(), dropped.reason());
            last = Math.max(last, dropped.point().timeMillis());
        }
        for (Point point : history.after(leg.from().timeMillis(), last)) {
            long time = point.timeMillis();
            if (unusable.containsKey(time)) {
                all.add(new Dropped(point, unusable.get(time)));
            } else if (leg.tooShort().isPresent() && isOf(leg.tooShort().get(), time)) {
                all.add(new Dropped(point, DropReason.TOO_SHORT));
            } else if (leg.journey().isEmpty() || !isOf(leg.journey().get(), time)) {
                all.add(new Dropped(point, DropReason.PARKED));
            }
        }
    }

    private static boolean isOf(ShortDrive drive, long time) {
        return time >= drive.startMillis() && time <= drive.endMillis();
    }

    private static boolean isOf(JourneyPoints journey, long time) {
        return time >= journey.startMillis() && time <= journey.endMillis();
    }
}
