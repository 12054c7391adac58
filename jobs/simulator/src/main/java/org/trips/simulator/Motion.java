package org.trips.simulator;

/**
 * A plan driven: where the vehicle is and how fast at any moment between leaving and arriving. Within a step its
 * acceleration is constant. Immutable.
 */
final class Motion {
    private final double stepMetres;
    private final double[] speed;
    private final double[] arriveSeconds;
    private final double[] leaveSeconds;

    Motion(DrivenPath path, SpeedPlan plan) {
        int last = path.last();
        this.stepMetres = path.stepMetres();
        this.speed = new double[last + 1];
        this.arriveSeconds = new double[last + 1];
        this.leaveSeconds = new double[last + 1];
        for (int step = 0; step <= last; step++) {
            boolean standing = step == 0 || step == last || plan.waitSeconds(step) > 0;
            speed[step] = standing ? 0 : plan.mostMps(step);
        }
        for (int step = last - 1; step >= 0; step--) {
            speed[step] = Math.min(speed[step], within(speed[step + 1], plan.braking(step)));
        }
        for (int step = 0; step < last; step++) {
            speed[step + 1] = Math.min(speed[step + 1], within(speed[step], plan.acceleration(step)));
        }
        for (int step = 0; step < last; step++) {
            leaveSeconds[step] = arriveSeconds[step] + plan.waitSeconds(step);
            arriveSeconds[step + 1] = leaveSeconds[step] + 2 * stepMetres / (speed[step] + speed[step + 1]);
        }
        leaveSeconds[last] = arriveSeconds[last];
    }

    /** The speed that one step at an acceleration makes of another. */
    private double within(double from, double acceleration) {
        return Math.sqrt(from * from + 2 * acceleration * stepMetres);
    }

    /** From pulling away to standing at the destination. */
    double durationSeconds() {
        return arriveSeconds[arriveSeconds.length - 1];
    }

    /** Reads the motion at one moment after another. */
    Cursor cursor() {
        return new Cursor();
    }

    /** Moves forward in time only, so that reading a whole drive takes one pass. */
    final class Cursor {
        private int step;
        private double seconds;

        /** Goes to a moment, in seconds since pulling away, not before the last one and not after arriving. */
        void moveTo(double moment) {
            seconds = moment;
            while (step + 1 < speed.length && arriveSeconds[step + 1] <= moment) {
                step++;
            }
        }

        /** The place on the path, in steps with a fraction. */
        double place() {
            double since = seconds - leaveSeconds[step];
            if (since <= 0 || step + 1 == speed.length) {
                return step;
            }
            double metres = speed[step] * since + acceleration() * since * since / 2;
            return step + Math.min(1, metres / stepMetres);
        }

        double speedMps() {
            double since = seconds - leaveSeconds[step];
            if (since <= 0 || step + 1 == speed.length) {
                return speed[step];
            }
            return Math.max(0, speed[step] + acceleration() * since);
        }

        private double acceleration() {
            double from = speed[step];
            double to = speed[step + 1];
            return (to * to - from * from) / (2 * stepMetres);
        }
    }
}
