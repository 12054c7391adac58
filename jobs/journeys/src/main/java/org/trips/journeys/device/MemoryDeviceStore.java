package org.trips.journeys.device;

import java.util.Map;
import java.util.TreeMap;

/** One device's history in memory, for files, tests and the command line. Not thread-safe. */
public final class MemoryDeviceStore implements DeviceStore {
    private final Map<Long, byte[]> points = new TreeMap<>();
    private final Map<Long, byte[]> legs = new TreeMap<>();
    private byte[] header;
    private byte[] assignments;

    @Override
    public byte[] header() {
        return header;
    }

    @Override
    public void header(byte[] bytes) {
        header = bytes;
    }

    @Override
    public byte[] assignments() {
        return assignments;
    }

    @Override
    public void assignments(byte[] bytes) {
        assignments = bytes;
    }

    @Override
    public byte[] points(long bucket) {
        return points.get(bucket);
    }

    @Override
    public void points(long bucket, byte[] chunk) {
        put(points, bucket, chunk);
    }

    @Override
    public Iterable<Long> pointBuckets() {
        return points.keySet();
    }

    @Override
    public byte[] leg(long id) {
        return legs.get(id);
    }

    @Override
    public void leg(long id, byte[] bytes) {
        put(legs, id, bytes);
    }

    @Override
    public Iterable<Long> legs() {
        return legs.keySet();
    }

    private static void put(Map<Long, byte[]> map, long key, byte[] bytes) {
        if (bytes == null) {
            map.remove(key);
        } else {
            map.put(key, bytes);
        }
    }
}
