package org.trips.journeys.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trips.journeys.points.Point;
import org.trips.journeys.points.PointCodec;

/**
 * A device's points in its store: in order of time, one for each time, in buckets of ten minutes, so that an upload in
 * order rewrites only the last bucket however long the journey is.
 */
final class PointHistory {
    private static final long BUCKET_MILLIS = 600_000;

    /** A longer span is searched through the list of buckets there are, not bucket by bucket. */
    private static final long WALKED_BUCKETS = 32;

    /**
     * What points did to the history.
     *
     * @param distinct how many stand at times that were free
     * @param earliestMillis the first time at which the history is another than before, {@code Long.MAX_VALUE} where
     *     it is the same
     */
    record Merged(long distinct, long earliestMillis) {
        boolean changed() {
            return earliestMillis != Long.MAX_VALUE;
        }
    }

    private final DeviceStore store;

    PointHistory(DeviceStore store) {
        this.store = store;
    }

    /** Adds points; of several at one time the first in their natural order stays. */
    Merged merge(List<Point> points) {
        Map<Long, List<Point>> byBucket = new TreeMap<>();
        for (Point point : points) {
            byBucket.computeIfAbsent(bucket(point.timeMillis()), bucket -> new ArrayList<>())
                    .add(point);
        }
        long distinct = 0;
        long earliest = Long.MAX_VALUE;
        for (Map.Entry<Long, List<Point>> entry : byBucket.entrySet()) {
            List<Point> before = read(entry.getKey());
            Map<Long, Point> byTime = new TreeMap<>();
            before.forEach(point -> byTime.put(point.timeMillis(), point));
            for (Point point : entry.getValue()) {
                Point held = byTime.get(point.timeMillis());
                if (held == null || point.compareTo(held) < 0) {
                    byTime.put(point.timeMillis(), point);
                    earliest = Math.min(earliest, point.timeMillis());
                }
            }
            distinct += byTime.size() - before.size();
            store.points(entry.getKey(), PointCodec.encode(List.copyOf(byTime.values())));
        }
        return new Merged(distinct, earliest);
    }

    /** The points later than a time, in order, up to and including the last. */
    List<Point> after(long millis, long lastMillis) {
        List<Point> points = new ArrayList<>();
        for (long bucket : bucketsBetween(millis, lastMillis)) {
            for (Point point : read(bucket)) {
                if (point.timeMillis() > millis && point.timeMillis() <= lastMillis) {
                    points.add(point);
                }
            }
        }
        return points;
    }

    /** Drops the points up to and including a time. */
    void forgetUntil(long millis) {
        List<Long> buckets = new ArrayList<>();
        store.pointBuckets().forEach(buckets::add);
        for (long bucket : buckets) {
            if (bucket < bucket(millis)) {
                store.points(bucket, null);
            } else if (bucket == bucket(millis)) {
                List<Point> kept = read(bucket).stream()
                        .filter(point -> point.timeMillis() > millis)
                        .toList();
                store.points(bucket, kept.isEmpty() ? null : PointCodec.encode(kept));
            }
        }
    }

    private List<Long> bucketsBetween(long fromMillis, long toMillis) {
        List<Long> buckets = new ArrayList<>();
        long last = bucket(toMillis);
        if (fromMillis != Long.MIN_VALUE && last - bucket(fromMillis) <= WALKED_BUCKETS) {
            for (long bucket = bucket(fromMillis); bucket <= last; bucket++) {
                buckets.add(bucket);
            }
        } else {
            for (long bucket : store.pointBuckets()) {
                if (bucket >= bucket(fromMillis) && bucket <= last) {
                    buckets.add(bucket);
                }
            }
            buckets.sort(null);
        }
        return buckets;
    }

    private List<Point> read(long bucket) {
        byte[] chunk = store.points(bucket);
        return chunk == null ? List.of() : PointCodec.decode(chunk);
    }

    private static long bucket(long millis) {
        return Math.floorDiv(millis, BUCKET_MILLIS);
    }
}
