package org.trips.matching.evaluation;

import java.util.random.RandomGenerator;
import org.trips.matching.Trace;
import org.trips.roads.Earth;

/**
 * Faults that fixes of trackers in cars have in the field, each as frequent as the others: up to three fixes in a row
 * that are stale, so that the car seems to jump back and then ahead; one fix that lies far off; one that carries the
 * time of the fix before.
 */
final class DeviceFaults {
    private static final int KINDS = 3;
    private static final int LONGEST_STALE_RUN = 3;
    /** A stale fix was measured two to five fixes before it is said to have been. */
    private static final int LEAST_STALE_FIXES = 2;

    private static final int MOST_STALE_FIXES = 5;
    private static final double NEAREST_OFF_METRES = 100;
    private static final double FARTHEST_OFF_METRES = 500;
    private static final double METRES_PER_DEGREE = Math.toRadians(Earth.RADIUS_METRES);

    private DeviceFaults() {}

    /** The trace with such faults. The first and the last fix stay as they are: the truth begins and ends there. */
    static Trace in(Trace trace, double share, RandomGenerator random) {
        Trace.Builder faulty = Trace.builder(trace.size());
        int staleBy = 0;
        int staleUntil = 0;
        for (int i = 0; i < trace.size(); i++) {
            boolean inner = i > 0 && i < trace.size() - 1;
            int shown = i < staleUntil ? Math.max(0, i - staleBy) : i;
            long time = trace.timeMillis(i);
            double offMetres = 0;
            if (inner && i >= staleUntil && random.nextDouble() < share) {
                switch (random.nextInt(KINDS)) {
                    case 0 -> {
                        staleBy = random.nextInt(LEAST_STALE_FIXES, MOST_STALE_FIXES + 1);
                        staleUntil = Math.min(trace.size() - 1, i + random.nextInt(1, LONGEST_STALE_RUN + 1));
                        shown = Math.max(0, i - staleBy);
                    }
                    case 1 -> offMetres = random.nextDouble(NEAREST_OFF_METRES, FARTHEST_OFF_METRES);
                    default -> time = trace.timeMillis(i - 1);
                }
            }
            double direction = random.nextDouble(2 * Math.PI);
            double latitude = trace.latitude(shown);
            faulty.add(
                    time,
                    latitude + offMetres * Math.cos(direction) / METRES_PER_DEGREE,
                    trace.longitude(shown)
                            + offMetres * Math.sin(direction) / METRES_PER_DEGREE / Math.cos(Math.toRadians(latitude)),
                    trace.speedMps(shown),
                    trace.headingDegrees(shown),
                    trace.accuracyMetres(shown));
        }
        return faulty.build();
    }
}
