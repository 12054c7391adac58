package org.trips.journeys.device;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.trips.journeys.points.Point;
import org.trips.journeys.points.PointCodec;

/**
 * A device's points in its store: in order of time, at most one in each {@linkplain Point#SLOT_MILLIS slot}, in buckets of
 * ten minutes, so that an upload in order rewrites only the last bucket however long the journey is. Which point a slot
 * keeps depends on all that were ever offered to it, not on their order: the best of some is the best of the best of each
 * part of them.
 */
final class PointHistory {
    private static final long BUCKET_MILLIS = 600_000;

    /** A longer span is searched through the list of buckets there are, not bucket by bucket. */
    private static final long WALKED_BUCKETS = 32;

    /**
     * What points did to the history.
     *
     * @param distinct how many stand in slots that were free
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

    /** Adds points; of several in one slot the one to {@linkplain Point#isKeptBefore keep} stays. */
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
            List<Point> after = new ArrayList<>(before.size() + entry.getValue().size());
            long changed = merge(before, bySlot(entry.getValue()), after);
            if (changed != Long.MAX_VALUE) {
                distinct += after.size() - before.size();
                earliest = Math.min(earliest, changed);
                store.points(entry.getKey(), PointCodec.encode(after));
            }
        }
        return new Merged(distinct, earliest);
    }

    /** @return the first time at which {@code merged} is another than {@code held}, as in {@link Merged} */
    private static long merge(List<Point> held, Collection<Point> offered, List<Point> merged) {
        long earliest = Long.MAX_VALUE;
        int next = 0;
        for (Point point : offered) {
            long slot = Point.slot(point.timeMillis());
            while (next < held.size() && Point.slot(held.get(next).timeMillis()) < slot) {
                merged.add(held.get(next++));
            }
            Point rival = next < held.size() && Point.slot(held.get(next).timeMillis()) == slot ? held.get(next) : null;
            if (rival == null || point.isKeptBefore(rival)) {
                merged.add(point);
                next += rival == null ? 0 : 1;
                long gone = rival == null ? Long.MAX_VALUE : rival.timeMillis();
                earliest = Math.min(earliest, Math.min(point.timeMillis(), gone));
            }
        }
        merged.addAll(held.subList(next, held.size()));
        return earliest;
    }

    /**
     * Thins out what an earlier version has stored, which kept a point for each time.
     *
     * @return how many points are gone
     */
    long keepOnePerSlot() {
        List<Long> buckets = new ArrayList<>();
        store.pointBuckets().forEach(buckets::add);
        long gone = 0;
        for (long bucket : buckets) {
            List<Point> before = read(bucket);
            List<Point> after = List.copyOf(bySlot(before));
            if (after.size() < before.size()) {
                gone += before.size() - after.size();
                store.points(bucket, PointCodec.encode(after));
            }
        }
        return gone;
    }

    /** The point that each slot keeps, in order of time. */
    private static Collection<Point> bySlot(List<Point> points) {
        Map<Long, Point> bySlot = new TreeMap<>();
        for (Point point : points) {
            bySlot.merge(Point.slot(point.timeMillis()), point, (held, next) -> next.isKeptBefore(held) ? next : held);
        }
        return bySlot.values();
    }

    /**
     * Gives the points later than a time, in order, up to and including the last. No more of them than a bucket holds are
     * in memory at once.
     */
    void forEachAfter(long millis, long lastMillis, Consumer<Point> each) {
        for (long bucket : bucketsBetween(millis, lastMillis)) {
            for (Point point : read(bucket)) {
                if (point.timeMillis() > millis && point.timeMillis() <= lastMillis) {
                    each.accept(point);
                }
            }
        }
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
