package org.trips.benchmarks.speeds;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.trips.journeys.points.Point;
import org.trips.simulator.Defects;

/**
 * One way in which a device's speeds are wrong, at shares far above what a fleet has.
 *
 * @param name as the table's row is headed
 * @param defects of its positions
 * @param harm makes of a device's points, in order of time, those with wrong speeds
 */
public record SpeedDefect(String name, Defects defects, BiFunction<List<Point>, Random, List<Point>> harm) {
    private static final double METRES_PER_DEGREE = 111_195;
    private static final double MOVING_MPS = 3;

    public static final List<SpeedDefect> ALL = List.of(
            new SpeedDefect("none", Defects.NOISE, (points, random) -> points),
            new SpeedDefect("none, noise of 10 m", noise(10), (points, random) -> points),
            new SpeedDefect("missing", Defects.NOISE, (points, random) -> each(points, mps -> Double.NaN)),
            new SpeedDefect("missing, noise of 10 m", noise(10), (points, random) -> each(points, mps -> Double.NaN)),
            new SpeedDefect(
                    "missing, a fix in 5 s",
                    Defects.NOISE,
                    (points, random) -> thinned(each(points, mps -> Double.NaN), 5)),
            new SpeedDefect(
                    "missing, a fix in 15 s",
                    Defects.NOISE,
                    (points, random) -> thinned(each(points, mps -> Double.NaN), 15)),
            new SpeedDefect("missing, a jump of 60 m in 30 s", Defects.NOISE, SpeedDefect::jumping),
            new SpeedDefect("frozen at 0 for 30 s of 2 min", Defects.NOISE, (points, random) -> frozen(points, 30, 0)),
            new SpeedDefect("frozen at 0 for 8 s of 2 min", Defects.NOISE, (points, random) -> frozen(points, 8, 0)),
            new SpeedDefect(
                    "frozen at the last value for 30 s of 2 min",
                    Defects.NOISE,
                    (points, random) -> frozen(points, 30, -1)),
            new SpeedDefect("each value repeated for 10 s", Defects.NOISE, (points, random) -> repeated(points, 10)),
            new SpeedDefect("3 s old", Defects.NOISE, (points, random) -> late(points, 3)),
            new SpeedDefect("10 s old", Defects.NOISE, (points, random) -> late(points, 10)),
            new SpeedDefect(
                    "a spike of up to 25 m/s in 20 s", Defects.NOISE, (points, random) -> spiky(points, random, 1)),
            new SpeedDefect(
                    "a spike of 3 s of up to 25 m/s in 60 s",
                    Defects.NOISE,
                    (points, random) -> spiky(points, random, 3)),
            new SpeedDefect("half of the true ones", Defects.NOISE, (points, random) -> each(points, mps -> mps / 2)),
            new SpeedDefect(
                    "anything", Defects.NOISE, (points, random) -> each(points, mps -> 30 * random.nextDouble())),
            new SpeedDefect("in knots", Defects.NOISE, (points, random) -> each(points, mps -> mps * 1.943844)),
            new SpeedDefect("in km/h", Defects.NOISE, (points, random) -> each(points, mps -> mps * 3.6)),
            new SpeedDefect("in mph", Defects.NOISE, (points, random) -> each(points, mps -> mps * 2.236936)));

    /** What becomes of a speed in m/s. */
    interface Change {
        double of(double mps);
    }

    private static Defects noise(double metres) {
        return new Defects(metres, 0, 0, 0, 0, 0, 0);
    }

    static Point with(Point point, double mps) {
        return Point.at(point.timeMillis(), point.latitude(), point.longitude())
                .speedMps(mps)
                .headingDegrees(point.headingDegrees())
                .accuracyMetres(point.accuracyMetres())
                .ignition(point.ignition())
                .build();
    }

    static List<Point> each(List<Point> points, Change change) {
        return points.stream()
                .map(point -> with(point, change.of(point.speedMps())))
                .toList();
    }

    static List<Point> thinned(List<Point> points, int seconds) {
        List<Point> kept = new ArrayList<>();
        for (Point point : points) {
            if (kept.isEmpty() || point.timeMillis() - kept.get(kept.size() - 1).timeMillis() >= seconds * 1000L) {
                kept.add(point);
            }
        }
        return kept;
    }

    private static List<Point> jumping(List<Point> points, Random random) {
        List<Point> jumped = new ArrayList<>();
        for (Point point : points) {
            boolean jumps = random.nextInt(30) == 0;
            jumped.add(Point.at(
                            point.timeMillis(),
                            point.latitude() + (jumps ? 60 / METRES_PER_DEGREE : 0),
                            point.longitude())
                    .headingDegrees(point.headingDegrees())
                    .accuracyMetres(point.accuracyMetres())
                    .ignition(point.ignition())
                    .build());
        }
        return jumped;
    }

    /** @param value in m/s, or the last one if it is below 0 */
    private static List<Point> frozen(List<Point> points, int seconds, double value) {
        List<Point> frozen = new ArrayList<>();
        double last = 0;
        long began = 0;
        for (Point point : points) {
            if (point.timeMillis() - began >= 120_000 && point.speedMps() > MOVING_MPS) {
                began = point.timeMillis();
                last = value < 0 ? point.speedMps() : value;
            }
            boolean isFrozen = point.timeMillis() - began < seconds * 1000L;
            frozen.add(isFrozen ? with(point, last) : point);
        }
        return frozen;
    }

    private static List<Point> repeated(List<Point> points, int seconds) {
        List<Point> repeated = new ArrayList<>();
        Point shown = points.get(0);
        for (Point point : points) {
            if (point.timeMillis() - shown.timeMillis() >= seconds * 1000L) {
                shown = point;
            }
            repeated.add(with(point, shown.speedMps()));
        }
        return repeated;
    }

    private static List<Point> late(List<Point> points, int seconds) {
        List<Point> late = new ArrayList<>();
        int shown = 0;
        for (Point point : points) {
            while (point.timeMillis() - points.get(shown).timeMillis() > seconds * 1000L) {
                shown++;
            }
            late.add(with(point, points.get(shown).speedMps()));
        }
        return late;
    }

    private static List<Point> spiky(List<Point> points, Random random, int seconds) {
        List<Point> spiky = new ArrayList<>();
        int left = 0;
        double more = 0;
        for (Point point : points) {
            if (left == 0 && random.nextInt(20 * seconds) == 0) {
                left = seconds;
                more = (8 + 17 * random.nextDouble()) * (random.nextInt(4) == 0 ? -1 : 1);
            }
            spiky.add(left > 0 ? with(point, Math.max(0, point.speedMps() + more)) : point);
            left = Math.max(0, left - 1);
        }
        return spiky;
    }
}
