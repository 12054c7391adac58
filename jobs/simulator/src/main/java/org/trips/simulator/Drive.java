package org.trips.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One drive from pulling away to standing still: its fixes at every full second, and its truth. */
final class Drive {
    private static final long MILLIS = 1000;

    private final DrivableRoads roads;
    private final DrivenPath path;
    private final long departureMillis;
    private final Motion motion;
    private final Bends bends;

    Drive(DrivableRoads roads, DrivenPath path, DrivingStyle style, long departureMillis, SplittableRandom random) {
        this.roads = roads;
        this.path = path;
        this.departureMillis = departureMillis;
        SpeedPlan plan = new SpeedPlan(roads, path, style);
        Misconduct misconduct = new Misconduct(roads, path, plan, random);
        if (style.speeding()) {
            misconduct.speed();
        }
        if (style.rough()) {
            misconduct.corner();
        }
        plan.stopAtCrossings(roads, random);
        if (style.rough()) {
            misconduct.stopAndStart();
        }
        this.motion = new Motion(path, plan);
        this.bends = plan.bends();
    }

    long arrivalMillis() {
        return departureMillis + (long) Math.ceil(motion.durationSeconds() * MILLIS);
    }

    /** The vehicle at every full second between the two times; standing before it leaves and after it has arrived. */
    List<TrueFix> fixes(long fromMillis, long toMillis) {
        List<TrueFix> fixes = new ArrayList<>();
        Motion.Cursor cursor = motion.cursor();
        for (long time = Math.floorDiv(fromMillis, MILLIS) * MILLIS; time <= toMillis; time += MILLIS) {
            double seconds = (double) (time - departureMillis) / MILLIS;
            cursor.moveTo(Math.max(0, Math.min(seconds, motion.durationSeconds())));
            double place = cursor.place();
            int step = (int) place;
            fixes.add(new TrueFix(
                    time,
                    path.latitude(place),
                    path.longitude(place),
                    cursor.speedMps(),
                    bends.heading(step),
                    path.edge(step)));
        }
        return fixes;
    }

    JourneyTruth truth(String device) {
        List<DrivenStretch> ways = path.stretches();
        double metres = ways.stream().mapToDouble(DrivenStretch::metres).sum();
        List<TrueEvent> events = ClearEvents.in(fixes(departureMillis, arrivalMillis()), roads);
        return new JourneyTruth(device, departureMillis, arrivalMillis(), metres, ways, events);
    }
}
