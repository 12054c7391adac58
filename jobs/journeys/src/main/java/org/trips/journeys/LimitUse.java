package org.trips.journeys;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a journey's speeding was judged by.
 *
 * @param mmBySource millimetres driven by where the limit is known from; they sum to the journey, and only those that
 *     occur are there
 * @param doubtfulMm of them, where another limit may have held by a condition that nobody can decide
 * @param defaultTable the table of default limits, null where none of it was used
 */
public record LimitUse(Map<LimitSource, Long> mmBySource, long doubtfulMm, String defaultTable) {
    /** Of a journey that a release measured which did not tell. */
    public static final LimitUse NOT_TOLD = new LimitUse(Map.of(), 0, null);

    public LimitUse {
        Map<LimitSource, Long> copy = new EnumMap<>(LimitSource.class);
        copy.putAll(mmBySource);
        mmBySource = Collections.unmodifiableMap(copy);
    }
}
