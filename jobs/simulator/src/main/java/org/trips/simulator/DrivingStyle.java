package org.trips.simulator;

import java.util.SplittableRandom;

/**
 * How somebody drives: what is comfortable to them, and what they do now and then that is not. Accelerations in m/s².
 *
 * @param acceleration pulling away
 * @param braking slowing down; a magnitude
 * @param cornering sideways in a bend
 * @param share of the customary speed driven on a free road
 * @param rough whether they sometimes brake, pull away and corner far above what anybody calls comfortable
 * @param speeding whether they sometimes drive far above a posted limit
 */
record DrivingStyle(
        double acceleration, double braking, double cornering, double share, boolean rough, boolean speeding) {

    /** Everybody's own style lies within what accident research calls normal driving, below 2 m/s² in every direction. */
    static DrivingStyle any(SplittableRandom random, boolean rough, boolean speeding) {
        return new DrivingStyle(
                random.nextDouble(1.1, 1.7),
                random.nextDouble(1.3, 1.9),
                random.nextDouble(1.4, 1.9),
                random.nextDouble(0.90, 1.0),
                rough,
                speeding);
    }
}
