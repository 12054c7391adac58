package org.trips.job.operators;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;

/** How long state outlives its last change. */
public final class Retention {
    /**
     * 13 months, for an insurance year and the claims after it: until then an old upload sent again is known as old.
     * Journeys are settled long before, so nothing that still changes is ever forgotten.
     */
    private static final Duration KEPT = Duration.ofDays(400);

    private static final Duration LONGEST_MONTH = Duration.ofDays(32);

    /** How far back all days of a month are sure to be known, so that one of them can still be replaced. */
    public static final Duration WHOLE_MONTHS = KEPT.minus(LONGEST_MONTH);

    private static final int KEYS_LOOKED_AT_ON_ACCESS = 2;
    private static final long ENTRIES_BETWEEN_CLOCK_READINGS = 1000;

    static final StateTtlConfig THIRTEEN_MONTHS = StateTtlConfig.newBuilder(KEPT)
            .cleanupIncrementally(KEYS_LOOKED_AT_ON_ACCESS, false)
            .cleanupInRocksdbCompactFilter(ENTRIES_BETWEEN_CLOCK_READINGS)
            .build();

    private Retention() {}
}
