package org.trips.simulator;

/**
 * Which way a vehicle points along its path, and how tightly it turns. A map draws a corner as an angle; a vehicle takes
 * it as an arc: its heading is the road's direction averaged over a window around it, which may differ from step to step.
 */
final class Bends {
    private final double stepMetres;
    private final double[] heading;
    private final double[] turned;
    private final double[] turnedEitherWay;

    /** @param windowMetres at each step of the path */
    Bends(DrivenPath path, double[] windowMetres) {
        int steps = path.last() + 1;
        this.stepMetres = path.stepMetres();
        this.heading = new double[steps];
        this.turned = new double[steps];
        this.turnedEitherWay = new double[steps];
        double[] eastBefore = new double[steps + 1];
        double[] northBefore = new double[steps + 1];
        for (int step = 0; step < steps; step++) {
            eastBefore[step + 1] = eastBefore[step] + path.east(step);
            northBefore[step + 1] = northBefore[step] + path.north(step);
        }
        for (int step = 0; step < steps; step++) {
            int half = (int) (windowMetres[step] / stepMetres / 2);
            int from = Math.max(0, step - half);
            int to = Math.min(steps, step + half + 1);
            heading[step] = StrictMath.atan2(eastBefore[to] - eastBefore[from], northBefore[to] - northBefore[from]);
        }
        for (int step = 1; step < steps; step++) {
            double turn = StrictMath.IEEEremainder(heading[step] - heading[step - 1], 2 * Math.PI);
            turned[step] = turned[step - 1] + turn;
            turnedEitherWay[step] = turnedEitherWay[step - 1] + Math.abs(turn);
        }
    }

    /** Radians clockwise from north. */
    double heading(int step) {
        return heading[step];
    }

    /** Radians turned between two steps, right positive; steps beyond the path's ends are its ends. */
    double turn(int from, int to) {
        return turned[clamped(to)] - turned[clamped(from)];
    }

    /** Radians turned between two steps, left and right added up. */
    double turnEitherWay(int from, int to) {
        return turnedEitherWay[clamped(to)] - turnedEitherWay[clamped(from)];
    }

    /** Radians per metre, in either direction. */
    double curvature(int step) {
        int from = clamped(step - 1);
        int to = clamped(step + 1);
        return Math.abs(turn(from, to)) / ((to - from) * stepMetres);
    }

    private int clamped(int step) {
        return Math.max(0, Math.min(heading.length - 1, step));
    }
}
