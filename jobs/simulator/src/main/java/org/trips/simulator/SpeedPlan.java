package org.trips.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How fast a driver wants to be at each step of a path, and how hard he gets there: limits, bends, crossings at which he
 * has to stop. {@link Misconduct} adds what a rough or speeding driver does; {@link Motion} drives it. Accelerations in
 * m/s², magnitudes.
 */
final class SpeedPlan {
    /** What a map draws as an angle, a car drives as an arc of about this length. */
    private static final double CORNER_METRES = 16;

    private static final double SLOWEST_TURN_MPS = 1.5;
    private static final double STOP_LINE_METRES = 5;
    private static final double BETWEEN_STOPS_METRES = 40;
    private static final double STOP_PROBABILITY = 0.12;
    private static final double SHORTEST_WAIT_SECONDS = 4;
    private static final double LONGEST_WAIT_SECONDS = 35;

    private final DrivenPath path;
    private final double[] wanted;
    private final double[] acceleration;
    private final double[] braking;
    private final double[] cornering;
    private final double[] cornerMetres;
    private final double[] waitSeconds;
    private final boolean[] undisturbed;
    private Bends bends;

    /** The plan of somebody who keeps to the rules and meets nobody. */
    SpeedPlan(DrivableRoads roads, DrivenPath path, DrivingStyle style) {
        int steps = path.last() + 1;
        this.path = path;
        this.wanted = new double[steps];
        this.acceleration = filled(steps, style.acceleration());
        this.braking = filled(steps, style.braking());
        this.cornering = filled(steps, style.cornering());
        this.cornerMetres = filled(steps, CORNER_METRES);
        this.waitSeconds = new double[steps];
        this.undisturbed = new boolean[steps];
        for (int step = 0; step < steps; step++) {
            wanted[step] = roads.customarySpeedMps(path.edge(step)) * style.share();
        }
        this.bends = new Bends(path, cornerMetres);
    }

    /** Has the driver stop at some of the crossings, but nowhere that is to stay undisturbed. */
    void stopAtCrossings(DrivableRoads roads, SplittableRandom random) {
        int apart = steps(BETWEEN_STOPS_METRES);
        int lastStop = 0;
        for (int junctionStep : path.junctionSteps()) {
            int stop = junctionStep - steps(STOP_LINE_METRES);
            boolean possible = stop - lastStop >= apart && path.last() - stop >= apart && !undisturbed[stop];
            if (possible && mayHaveToStop(roads, stop, junctionStep) && random.nextDouble() < STOP_PROBABILITY) {
                waitSeconds[stop] = random.nextDouble(SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS);
                lastStop = stop;
            }
        }
    }

    private boolean mayHaveToStop(DrivableRoads roads, int stop, int junctionStep) {
        int edge = path.edge(stop);
        return path.edge(Math.min(junctionStep + 1, path.last())) != edge
                && roads.hasStops(edge)
                && roads.isCrossing(roads.network().endJunction(edge));
    }

    /** The steps at which the driver stops on the way, in order. */
    List<Integer> stops() {
        List<Integer> stops = new ArrayList<>();
        for (int step = 0; step < waitSeconds.length; step++) {
            if (waitSeconds[step] > 0) {
                stops.add(step);
            }
        }
        return stops;
    }

    double waitSeconds(int step) {
        return waitSeconds[step];
    }

    /** The most that limits and bends allow at that step, in m/s. */
    double mostMps(int step) {
        double inBend = Math.sqrt(cornering[step] / Math.max(bends.curvature(step), Double.MIN_NORMAL));
        return Math.min(wanted[step], Math.max(SLOWEST_TURN_MPS, inBend));
    }

    /** The least of {@link #mostMps} on the way from one step to another; 0 where the path does not reach so far. */
    double mostMpsOnAllOf(int from, int to) {
        if (from < 0 || to > path.last()) {
            return 0;
        }
        double least = Double.MAX_VALUE;
        for (int step = from; step <= to; step++) {
            least = Math.min(least, mostMps(step));
        }
        return least;
    }

    double wantedMps(int step) {
        return wanted[step];
    }

    double acceleration(int step) {
        return acceleration[step];
    }

    double braking(int step) {
        return braking[step];
    }

    Bends bends() {
        return bends;
    }

    /** As many steps as that distance takes. */
    int steps(double metres) {
        return (int) Math.ceil(metres / path.stepMetres());
    }

    void want(int step, double speedMps) {
        wanted[step] = speedMps;
    }

    void accelerateHard(int from, int to, double hard) {
        Arrays.fill(acceleration, from, Math.min(to, path.last()) + 1, hard);
    }

    void brakeHard(int from, int to, double hard) {
        Arrays.fill(braking, Math.max(0, from), to + 1, hard);
    }

    /** Has a corner turned over a longer arc, fading into the usual on both sides, with a harder pull sideways. */
    void cornerWide(int centre, double arcMetres, double hard) {
        int core = steps(arcMetres * 0.75);
        int fade = steps(arcMetres / 2);
        for (int step = centre - core - fade; step <= centre + core + fade; step++) {
            double away = (double) Math.max(0, Math.abs(step - centre) - core) / fade;
            cornerMetres[step] = Math.max(cornerMetres[step], arcMetres + away * (CORNER_METRES - arcMetres));
            cornering[step] = hard;
        }
        bends = new Bends(path, cornerMetres);
    }

    /** Nothing may stop the driver between these steps. */
    void keepUndisturbed(int from, int to) {
        Arrays.fill(undisturbed, Math.max(0, from), Math.min(to, path.last()) + 1, true);
    }

    boolean isUndisturbed(int step) {
        return undisturbed[step];
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
