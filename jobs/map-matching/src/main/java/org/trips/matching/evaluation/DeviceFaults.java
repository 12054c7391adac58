package org.trips.matching.evaluation;

import java.util.random.RandomGenerator;
import org.trips.matching.Trace;
import org.trips.roads.Earth;

/**
 * Faults that fixes of trackers in cars have in the field, each as frequent as the others: up to three fixes in a row
 * that are stale, so that the car seems to jump back and then ahead; up to three old fixes that arrive late, each just
 * after a new one and with the time of its arrival; one fix that lies far off; one that carries the time of the fix
 * before.
 */
final class DeviceFaults {
    private static final int KINDS = 4;
    private static final int LONGEST_RUN = 3;
    /** A stale fix was measured two to five fixes before it is said to have been. */
    private static final int LEAST_STALE_FIXES = 2;

    private static final int MOST_STALE_FIXES = 5;
    /** A late one arrives with the new one, or within so many milliseconds. */
    private static final long MOST_MILLIS_AFTER = 2_000;

    private static final double NEAREST_OFF_METRES = 100;
    private static final double FARTHEST_OFF_METRES = 500;
    private static final double METRES_PER_DEGREE = Math.toRadians(Earth.RADIUS_METRES);

    private final Trace trace;
    private final RandomGenerator random;
    private final Trace.Builder faulty;

    private DeviceFaults(Trace trace, RandomGenerator random) {
        this.trace = trace;
        this.random = random;
        faulty = Trace.builder(trace.size());
    }

    /** The trace with such faults. The first and the last fix stay as they are: the truth begins and ends there. */
    static Trace in(Trace trace, double share, RandomGenerator random) {
        return new DeviceFaults(trace, random).send(share);
    }

    private Trace send(double share) {
        int last = trace.size() - 1;
        int i = 0;
        while (i <= last) {
            if (i == 0 || i == last || random.nextDouble() >= share) {
                add(i, trace.timeMillis(i));
                i++;
                continue;
            }
            int end = Math.min(last, i + random.nextInt(1, LONGEST_RUN + 1));
            int age = random.nextInt(LEAST_STALE_FIXES, MOST_STALE_FIXES + 1);
            switch (random.nextInt(KINDS)) {
                case 0 -> {
                    for (; i < end; i++) {
                        add(Math.max(0, i - age), trace.timeMillis(i));
                    }
                }
                case 1 -> {
                    for (; i < end; i++) {
                        add(i, trace.timeMillis(i));
                        add(Math.max(0, i - age), arrivalAfter(i));
                    }
                }
                case 2 -> {
                    addFarOff(i);
                    i++;
                }
                default -> {
                    add(i, trace.timeMillis(i - 1));
                    i++;
                }
            }
        }
        return faulty.build();
    }

    private long arrivalAfter(int i) {
        long untilNext = trace.timeMillis(i + 1) - trace.timeMillis(i);
        return trace.timeMillis(i) + random.nextLong(Math.max(1, Math.min(MOST_MILLIS_AFTER, untilNext)));
    }

    private void add(int shown, long timeMillis) {
        add(shown, timeMillis, 0, 0);
    }

    private void addFarOff(int i) {
        double metres = random.nextDouble(NEAREST_OFF_METRES, FARTHEST_OFF_METRES);
        double direction = random.nextDouble(2 * Math.PI);
        add(i, trace.timeMillis(i), metres * Math.cos(direction), metres * Math.sin(direction));
    }

    private void add(int shown, long timeMillis, double northMetres, double eastMetres) {
        double latitude = trace.latitude(shown);
        faulty.add(
                timeMillis,
                latitude + northMetres / METRES_PER_DEGREE,
                trace.longitude(shown) + eastMetres / METRES_PER_DEGREE / Math.cos(Math.toRadians(latitude)),
                trace.speedMps(shown),
                trace.headingDegrees(shown),
                trace.accuracyMetres(shown));
    }
}
