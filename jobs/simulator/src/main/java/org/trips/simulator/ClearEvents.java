package org.trips.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.trips.journeys.EventType;

/**
 * Finds in a true drive what nobody could dispute: harsh events well above every usual threshold, and speeding well above
 * a posted limit. Truth must not hang on a threshold's second decimal.
 */
final class ClearEvents {
    private static final double BRAKING = 3.3;
    private static final double ACCELERATION = 3.1;
    private static final double CORNERING = 3.5;
    private static final double SLOWEST_MPS = 3.5;
    private static final double SLOWEST_CORNERING_MPS = 9;
    private static final double SPEEDING_EXCESS_MPS = 8 / 3.6;
    private static final double SPEEDING_EXCESS_SHARE = 0.1;
    private static final double SPEEDING_SECONDS = 14;
    /** One deed that pauses for so long is still one. */
    private static final long MERGE_MILLIS = 3000;

    private final List<TrueFix> fixes;
    private final DrivableRoads roads;
    private final List<TrueEvent> events = new ArrayList<>();

    private ClearEvents(List<TrueFix> fixes, DrivableRoads roads) {
        this.fixes = fixes;
        this.roads = roads;
    }

    /** The events in fixes a second apart, by time. */
    static List<TrueEvent> in(List<TrueFix> fixes, DrivableRoads roads) {
        ClearEvents search = new ClearEvents(fixes, roads);
        search.find(EventType.BRAKING, 1, 0);
        search.find(EventType.ACCELERATION, 1, 0);
        search.find(EventType.CORNERING, 1, 1);
        search.find(EventType.SPEEDING, 0, 0);
        search.events.removeIf(event -> event.type() == EventType.SPEEDING && event.seconds() < SPEEDING_SECONDS);
        search.events.sort(Comparator.comparingLong(TrueEvent::startMillis));
        return search.events;
    }

    /** Looks at each fix that has so many before and behind it, and joins what belongs together. */
    private void find(EventType type, int before, int behind) {
        long start = 0;
        long end = Long.MIN_VALUE / 2;
        double peak = 0;
        for (int i = before; i + behind < fixes.size(); i++) {
            double size = size(type, i);
            if (size <= 0) {
                continue;
            }
            long time = fixes.get(i).timeMillis();
            if (time - end > MERGE_MILLIS) {
                add(type, start, end, peak);
                start = fixes.get(i - before).timeMillis();
                peak = 0;
            }
            end = fixes.get(i + behind).timeMillis();
            peak = Math.max(peak, size);
        }
        add(type, start, end, peak);
    }

    private void add(EventType type, long start, long end, double peak) {
        if (peak > 0) {
            events.add(new TrueEvent(type, start, (end - start) / 1000.0, peak));
        }
    }

    /** How large it is at that fix, 0 where it is not clear that it is anything. */
    private double size(EventType type, int i) {
        return switch (type) {
            case BRAKING -> clear(fixes.get(i - 1).speedMps(), -gain(i), SLOWEST_MPS, BRAKING);
            case ACCELERATION -> clear(fixes.get(i - 1).speedMps(), gain(i), SLOWEST_MPS, ACCELERATION);
            case CORNERING -> clear(slowestAround(i), pullSideways(i), SLOWEST_CORNERING_MPS, CORNERING);
            case SPEEDING -> excess(fixes.get(i));
        };
    }

    private static double clear(double speed, double size, double leastSpeed, double least) {
        return speed >= leastSpeed && size >= least ? size : 0;
    }

    private double slowestAround(int i) {
        return Math.min(
                fixes.get(i).speedMps(),
                Math.min(fixes.get(i - 1).speedMps(), fixes.get(i + 1).speedMps()));
    }

    private double gain(int i) {
        return (fixes.get(i).speedMps() - fixes.get(i - 1).speedMps()) / seconds(i - 1, i);
    }

    private double pullSideways(int i) {
        double turn = StrictMath.IEEEremainder(
                fixes.get(i + 1).heading() - fixes.get(i - 1).heading(), 2 * Math.PI);
        return Math.abs(turn) / seconds(i - 1, i + 1) * fixes.get(i).speedMps();
    }

    private double excess(TrueFix fix) {
        double limit = roads.postedLimitMps(fix.edge());
        double above = fix.speedMps() - limit;
        return above > Math.max(SPEEDING_EXCESS_MPS, limit * SPEEDING_EXCESS_SHARE) ? above : 0;
    }

    private double seconds(int from, int to) {
        return (fixes.get(to).timeMillis() - fixes.get(from).timeMillis()) / 1000.0;
    }
}
