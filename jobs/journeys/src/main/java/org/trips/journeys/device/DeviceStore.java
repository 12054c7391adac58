package org.trips.journeys.device;

/**
 * Where one device's history is kept between uploads: keyed state in the Flink job, maps elsewhere. Byte arrays belong
 * to the store once handed over. Buckets and legs may be listed in any order; nothing is written while they are.
 */
public interface DeviceStore {
    /** How far the device has got, or null before its first point. Under 270 bytes. */
    byte[] header();

    void header(byte[] bytes);

    /** The device's policy assignments, or null where none are known. */
    byte[] assignments();

    void assignments(byte[] bytes);

    /** The points of one stretch of time, or null. */
    byte[] points(long bucket);

    /** Null removes the bucket. */
    void points(long bucket, byte[] chunk);

    Iterable<Long> pointBuckets();

    /** What was found and sent out for one leg, or null. */
    byte[] leg(long id);

    /** Null removes the leg. */
    void leg(long id, byte[] bytes);

    Iterable<Long> legs();
}
