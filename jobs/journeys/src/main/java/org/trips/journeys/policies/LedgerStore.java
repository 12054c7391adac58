package org.trips.journeys.policies;

/** Where the sums of one policy day or month are kept: Flink keyed state in the job, a map elsewhere. */
public interface LedgerStore {
    /** Null where nothing was put. */
    byte[] get(String key);

    /** Null removes. */
    void put(String key, byte[] value);

    /** In any order. The store is not changed while they are read. */
    Iterable<String> keys();
}
