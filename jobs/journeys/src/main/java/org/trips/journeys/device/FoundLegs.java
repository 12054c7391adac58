package org.trips.journeys.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The legs of one device that were found and not settled. Each is named by the time of the break before it, and read only
 * where it is needed, for it holds its journey.
 */
final class FoundLegs {
    private final DeviceStore store;

    FoundLegs(DeviceStore store) {
        this.store = store;
    }

    FoundLeg get(long id) {
        return FoundLeg.of(store, id);
    }

    void put(FoundLeg leg) {
        leg.write(store);
    }

    void remove(long id) {
        store.leg(id, null);
    }

    /** All of them, in order of time. */
    List<Long> all() {
        List<Long> ids = new ArrayList<>();
        store.legs().forEach(ids::add);
        ids.sort(null);
        return ids;
    }

    /** Those begun at or after a break. */
    List<Long> from(long breakMillis) {
        return all().stream().filter(id -> id >= breakMillis).toList();
    }

    /** Those before a break: where it is the one before the open leg, those that have ended. */
    List<Long> before(long breakMillis) {
        return all().stream().filter(id -> id < breakMillis).toList();
    }

    /** The latest before a break whose own end was proven before a time. */
    Optional<FoundLeg> lastProvenBefore(long millis, long breakMillis) {
        List<Long> ended = before(breakMillis);
        for (int i = ended.size() - 1; i >= 0; i--) {
            FoundLeg leg = get(ended.get(i));
            if (leg.provenMillis() < millis) {
                return Optional.of(leg);
            }
        }
        return Optional.empty();
    }

    /** When a break was proven, and all before it; before all times where none of the legs before it is held. */
    long latestProof(long breakMillis) {
        List<Long> ended = before(breakMillis);
        return ended.isEmpty()
                ? Long.MIN_VALUE
                : get(ended.get(ended.size() - 1)).provenMillis();
    }

    /** When the end of the first before a break was proven, or {@link DeviceHeader#NO_BREAK}. */
    long oldestProof(long breakMillis) {
        List<Long> ended = before(breakMillis);
        return ended.isEmpty() ? DeviceHeader.NO_BREAK : get(ended.get(0)).provenMillis();
    }
}
