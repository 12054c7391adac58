package org.trips.journeys.policies;

import java.util.HashMap;
import java.util.Map;

/** A {@link LedgerStore} in memory. Not thread-safe. */
public final class MemoryLedgerStore implements LedgerStore {
    private final Map<String, byte[]> values = new HashMap<>();

    @Override
    public byte[] get(String key) {
        return values.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    @Override
    public Iterable<String> keys() {
        return values.keySet();
    }
}
