package org.trips.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;

/** Sends one device's points in batches, with what goes wrong on the way; gives the uploads in order of sending. */
final class Sender {
    private static final int SMALLEST_BATCH = 30;
    private static final int LARGEST_BATCH = 60;
    private static final int LONGEST_DELAY_MILLIS = 3000;
    private static final int LONGEST_OVERTAKEN_MILLIS = 180_000;
    private static final int LONGEST_REPETITION_MILLIS = 120_000;
    private static final long EARLIEST_LATE_MILLIS = Duration.ofHours(1).toMillis();
    private static final long LATEST_LATE_MILLIS = Duration.ofHours(20).toMillis();
    private static final long MILLIS_BETWEEN_LATE_UPLOADS = 400;
    private static final int SHORTEST_HOLE_SECONDS = 44;
    private static final int LONGEST_HOLE_SECONDS = 74;
    private static final long FUTURE_MILLIS = Duration.ofDays(730).toMillis();
    private static final long SET_BACK_MILLIS = Duration.ofHours(1).toMillis();

    private final String device;
    private final Defects defects;
    private final SplittableRandom random;
    private final PriorityQueue<Scheduled> waiting = new PriorityQueue<>(
            Comparator.comparingLong(Scheduled::sentAtMillis).thenComparingLong(Scheduled::number));
    private long scheduled;

    private record Scheduled(long sentAtMillis, long number, List<Point> points) {}

    Sender(String device, Defects defects, SplittableRandom random) {
        this.device = device;
        this.defects = defects;
        this.random = random;
    }

    /** Takes the points of one recording, in order. */
    void send(List<Point> recorded) {
        List<Point> points = new ArrayList<>(recorded);
        if (happens(defects.holes())) {
            tearHole(points);
        }
        if (happens(defects.clockFaults())) {
            Point somewhere = points.get(random.nextInt(points.size()));
            points.add(points.indexOf(somewhere), shifted(somewhere, FUTURE_MILLIS));
        }
        boolean setBack = happens(defects.clockFaults());
        boolean late = happens(defects.late());
        long lateBy = late ? random.nextLong(EARLIEST_LATE_MILLIS, LATEST_LATE_MILLIS) : 0;
        long lastFix = recorded.get(recorded.size() - 1).timeMillis();
        int batches = 0;
        for (int from = 0; from < points.size(); ) {
            int to = Math.min(points.size(), from + random.nextInt(SMALLEST_BATCH, LARGEST_BATCH + 1));
            long ready = recorded.get(Math.min(to, recorded.size()) - 1).timeMillis();
            long sentAt = late
                    ? lastFix + lateBy + MILLIS_BETWEEN_LATE_UPLOADS * batches
                    : ready + delay(LONGEST_DELAY_MILLIS);
            boolean afterSettingBack = setBack && from > points.size() / 2;
            sendBatch(afterSettingBack ? setBack(points.subList(from, to)) : points.subList(from, to), sentAt);
            from = to;
            batches++;
        }
    }

    /** Whether an upload is due before that time. */
    boolean isDue(long beforeMillis) {
        return !waiting.isEmpty() && waiting.peek().sentAtMillis() < beforeMillis;
    }

    /** The next upload in order of sending. */
    Upload next() {
        Scheduled next = waiting.remove();
        return new Upload(device, next.points(), OptionalLong.of(next.sentAtMillis()));
    }

    private void sendBatch(List<Point> batch, long sentAt) {
        List<Point> points = new ArrayList<>(batch);
        long time = sentAt;
        if (happens(defects.disorder())) {
            shuffle(points);
            time += delay(LONGEST_OVERTAKEN_MILLIS);
        }
        schedule(time, points);
        if (happens(defects.duplicates())) {
            schedule(time + delay(LONGEST_REPETITION_MILLIS), points);
        }
    }

    private void schedule(long sentAt, List<Point> points) {
        waiting.add(new Scheduled(sentAt, scheduled++, List.copyOf(points)));
    }

    private void tearHole(List<Point> points) {
        int seconds = random.nextInt(SHORTEST_HOLE_SECONDS, LONGEST_HOLE_SECONDS + 1);
        int from = 1 + random.nextInt(Math.max(1, points.size() - seconds - 1));
        int to = Math.min(points.size() - 1, from + seconds - 1);
        points.subList(from, to).clear();
    }

    private static List<Point> setBack(List<Point> points) {
        return points.stream().map(point -> shifted(point, -SET_BACK_MILLIS)).toList();
    }

    private static Point shifted(Point point, long millis) {
        return new Point(
                point.timeMillis() + millis,
                point.latitudeE6(),
                point.longitudeE6(),
                point.speedCmps(),
                point.headingTenths(),
                point.accuracyTenths(),
                point.ignition(),
                point.accelLongCmps2(),
                point.accelLatCmps2());
    }

    /** Fisher and Yates; the library's own shuffle wants another kind of generator. */
    private void shuffle(List<Point> points) {
        for (int i = points.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Point kept = points.get(i);
            points.set(i, points.get(other));
            points.set(other, kept);
        }
    }

    private long delay(int longestMillis) {
        return random.nextInt(1, longestMillis);
    }

    private boolean happens(double probability) {
        return random.nextDouble() < probability;
    }
}
