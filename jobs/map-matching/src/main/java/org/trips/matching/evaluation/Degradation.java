package org.trips.matching.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.trips.matching.Trace;
import org.trips.roads.Earth;

/**
 * Makes a trace worse, to see what the matcher makes of it: fewer fixes, noise on each, faults of the device, or several.
 *
 * @param everySeconds the first fix in each span of so many seconds is kept, and the last of all; 0 keeps all
 * @param noiseMetres standard deviation per axis of the white noise added to each fix; 0 adds none
 * @param faults how often, per fix, stale, displaced or wrongly timed fixes begin ({@link DeviceFaults}), from 0 to 1
 */
public record Degradation(int everySeconds, double noiseMetres, double faults) {
    /** Faults of a bad tracker. */
    private static final double MANY_FAULTS = 0.05;

    private static final double METRES_PER_DEGREE = Math.toRadians(Earth.RADIUS_METRES);
    private static final long MILLIS = 1_000;
    private static final double PERCENT = 100;
    /** Radius that holds 68 % of fixes, for a standard deviation per axis of 1 (Rayleigh). */
    private static final double ACCURACY_PER_SIGMA = Math.sqrt(-2 * Math.log(1 - 0.68));

    /** The rows of the evaluation's table. */
    public static final List<Degradation> TABLE = List.of(
            new Degradation(0, 0),
            new Degradation(5, 0),
            new Degradation(10, 0),
            new Degradation(30, 0),
            new Degradation(60, 0),
            new Degradation(120, 0),
            new Degradation(300, 0),
            new Degradation(0, 5),
            new Degradation(0, 10),
            new Degradation(0, 20),
            new Degradation(10, 10),
            new Degradation(30, 10),
            new Degradation(5, 0, MANY_FAULTS));

    /** Without faults. */
    public Degradation(int everySeconds, double noiseMetres) {
        this(everySeconds, noiseMetres, 0);
    }

    /** Whether it comes out differently with other random numbers. */
    public boolean isRandom() {
        return noiseMetres > 0 || faults > 0;
    }

    /** The trace made worse. An accuracy that its device gave grows with the noise, as it would on such a device. */
    public Trace of(Trace trace, RandomGenerator random) {
        Trace.Builder worse = Trace.builder(trace.size());
        int before = 0;
        for (int i = 0; i < trace.size(); i++) {
            if (everySeconds == 0 || i == 0 || i == trace.size() - 1 || span(trace, i) != span(trace, before)) {
                before = i;
                double latitude = trace.latitude(i);
                double north = noiseMetres * random.nextGaussian() / METRES_PER_DEGREE;
                double east =
                        noiseMetres * random.nextGaussian() / METRES_PER_DEGREE / Math.cos(Math.toRadians(latitude));
                worse.add(
                        trace.timeMillis(i),
                        latitude + north,
                        trace.longitude(i) + east,
                        trace.speedMps(i),
                        trace.headingDegrees(i),
                        Math.hypot(trace.accuracyMetres(i), ACCURACY_PER_SIGMA * noiseMetres));
            }
        }
        return faults > 0 ? DeviceFaults.in(worse.build(), faults, random) : worse.build();
    }

    /** Which of the equal spans of time since the first fix a fix lies in: by a clock fault, back or far ahead. */
    private long span(Trace trace, int i) {
        return Math.floorDiv(trace.timeMillis(i) - trace.timeMillis(0), everySeconds * MILLIS);
    }

    /** In words, as the table's rows are headed. */
    public String label() {
        List<String> parts = new ArrayList<>();
        if (noiseMetres > 0) {
            parts.add(String.format("%.0f m noise", noiseMetres));
        }
        if (everySeconds > 0) {
            parts.add(everySeconds + " s");
        }
        if (faults > 0) {
            parts.add(String.format("%.0f %% faults", PERCENT * faults));
        }
        return parts.isEmpty() ? "as recorded" : String.join(", ", parts);
    }
}
