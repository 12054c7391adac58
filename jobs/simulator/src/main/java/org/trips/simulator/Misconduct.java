package org.trips.simulator;

import java.util.SplittableRandom;

/**
 * What rough and speeding drivers add to a plan. Each deed is far enough above what product thresholds call harsh (2.5
 * to 3 m/s²) or speeding (limit + 8 km/h), and lasts long enough, that fixes a second apart show it beyond doubt.
 */
final class Misconduct {
    private static final double BRAKING = 4.6;
    private static final double ACCELERATION = 3.6;
    private static final double CORNERING = 4.3;
    private static final double PROBABILITY = 0.3;

    /** From this speed a hard stop lasts two seconds. */
    private static final double STOP_FROM_MPS = 9.5;

    private static final double STOP_RUN_UP_METRES = 45;
    private static final double START_TO_MPS = 10.4;
    private static final double START_METRES = 35;
    /** Bend and place of stopping meet within a few metres: those are left out of what has to be free before a stop. */
    private static final double AT_THE_LINE_METRES = 3;

    /** A corner taken wide is turned over this length, which takes four seconds. */
    private static final double CORNER_METRES = 45;

    private static final double CORNER_RUN_UP_METRES = 60;
    private static final double CORNER_RUN_OUT_METRES = 40;
    /** Cornering counts from 30 km/h; this is clearly above. */
    private static final double CORNER_FROM_MPS = 9.8;

    private static final double LEAST_CORNERING = 3.7;
    private static final double LEAST_TURN = Math.toRadians(50);
    private static final double MOST_TURN = Math.toRadians(100);
    private static final double MOST_TURN_BESIDE = Math.toRadians(15);

    private static final double SPEEDING_METRES = 330;
    private static final double SPEEDING_EXCESS_MPS = 4.7;
    private static final double SPEEDING_EXCESS_SHARE = 0.18;
    private static final double SPEEDING_CURVATURE = 0.008;

    private final DrivableRoads roads;
    private final DrivenPath path;
    private final SpeedPlan plan;
    private final SplittableRandom random;

    Misconduct(DrivableRoads roads, DrivenPath path, SpeedPlan plan, SplittableRandom random) {
        this.roads = roads;
        this.path = path;
        this.plan = plan;
        this.random = random;
    }

    /** Drives far too fast on some straight stretches whose limit is posted. To be planned before corners and stops. */
    void speed() {
        int needed = plan.steps(SPEEDING_METRES);
        int from = 0;
        for (int step = 0; step <= path.last(); step++) {
            boolean suits = !Double.isNaN(roads.postedLimitMps(path.edge(step)))
                    && plan.bends().curvature(step) < SPEEDING_CURVATURE;
            if (!suits) {
                from = step + 1;
            } else if (step - from == needed) {
                if (random.nextDouble() < PROBABILITY) {
                    speedBetween(from, step);
                }
                from = step + 1;
            }
        }
    }

    private void speedBetween(int from, int to) {
        for (int step = from; step <= to; step++) {
            double limit = roads.postedLimitMps(path.edge(step));
            plan.want(step, limit + Math.max(SPEEDING_EXCESS_MPS, limit * SPEEDING_EXCESS_SHARE));
        }
        plan.keepUndisturbed(from, to + plan.steps(AT_THE_LINE_METRES));
    }

    /** Takes some corners wide and fast. To be planned before stops. */
    void corner() {
        int half = plan.steps(CORNER_METRES / 2);
        int runUp = plan.steps(CORNER_RUN_UP_METRES);
        int runOut = plan.steps(CORNER_RUN_OUT_METRES);
        for (int step = runUp + half; step < path.last() - runOut - half; step++) {
            if (isCornerToTakeFast(step, half, runUp, runOut)) {
                if (random.nextDouble() < PROBABILITY) {
                    plan.cornerWide(step, CORNER_METRES, CORNERING);
                    plan.keepUndisturbed(step - half - runUp, step + half + runOut);
                }
                step += half + runOut;
            }
        }
    }

    private boolean isCornerToTakeFast(int step, int half, int runUp, int runOut) {
        Bends bends = plan.bends();
        double turn = Math.abs(bends.turn(step - half, step + half));
        boolean inTheMiddle = Math.abs(bends.turn(step - half, step)) >= turn / 2;
        boolean single = turn >= LEAST_TURN
                && turn <= MOST_TURN
                && bends.turnEitherWay(step - half, step + half) - turn < MOST_TURN_BESIDE
                && bends.turnEitherWay(step - half - runUp, step - half) < MOST_TURN_BESIDE
                && bends.turnEitherWay(step + half, step + half + runOut) < MOST_TURN_BESIDE;
        if (!inTheMiddle || !single || plan.isUndisturbed(step)) {
            return false;
        }
        double radius = CORNER_METRES / turn;
        double wanted = Double.MAX_VALUE;
        for (int near = step - half; near <= step + half; near++) {
            wanted = Math.min(wanted, plan.wantedMps(near));
        }
        double speed = Math.min(wanted, Math.sqrt(CORNERING * radius));
        return speed >= CORNER_FROM_MPS && speed * speed / radius >= LEAST_CORNERING;
    }

    /** Brakes hard before some of the planned stops, and pulls away hard behind some. */
    void stopAndStart() {
        for (int stop : plan.stops()) {
            int atTheLine = plan.steps(AT_THE_LINE_METRES);
            double before = plan.mostMpsOnAllOf(stop - plan.steps(STOP_RUN_UP_METRES), stop - atTheLine);
            if (before >= STOP_FROM_MPS && random.nextDouble() < PROBABILITY) {
                plan.brakeHard(stop - plan.steps(before * before / BRAKING), stop, BRAKING);
            }
            double behind = plan.mostMpsOnAllOf(stop + atTheLine, stop + plan.steps(START_METRES));
            if (behind >= START_TO_MPS && random.nextDouble() < PROBABILITY) {
                plan.accelerateHard(stop, stop + plan.steps(START_METRES), ACCELERATION);
            }
        }
    }
}
