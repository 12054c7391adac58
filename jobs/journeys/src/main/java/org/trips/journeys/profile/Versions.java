package org.trips.journeys.profile;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Versions of one thing (a road file, a profile) by the time from which each holds. A journey takes the one that holds
 * at its start, whenever it is computed. The first version also holds before its own time, since nothing better is
 * known of then. Immutable and thread-safe.
 */
public final class Versions<T> {
    private final TreeMap<Instant, T> byTime;

    private Versions(Map<Instant, T> byTime) {
        this.byTime = new TreeMap<>(byTime);
    }

    public static <T> Versions<T> none() {
        return new Versions<>(Map.of());
    }

    /** One version that holds at all times. */
    public static <T> Versions<T> always(T version) {
        return new Versions<>(Map.of(Instant.EPOCH, version));
    }

    /** Versions keyed by the time from which they hold; may be empty. */
    public static <T> Versions<T> from(Map<Instant, T> byTime) {
        return new Versions<>(byTime);
    }

    /** What holds at that time; empty only where there is no version at all. */
    public Optional<T> at(Instant time) {
        if (byTime.isEmpty()) {
            return Optional.empty();
        }
        var held = byTime.floorEntry(time);
        return Optional.of((held == null ? byTime.firstEntry() : held).getValue());
    }

    public boolean isEmpty() {
        return byTime.isEmpty();
    }

    /** All versions, the earliest first. */
    public Collection<T> all() {
        return Collections.unmodifiableCollection(byTime.values());
    }

    /** The same by the time from which each holds. */
    public Map<Instant, T> byTime() {
        return Collections.unmodifiableMap(byTime);
    }
}
