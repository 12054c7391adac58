package org.trips.roads;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A speed limit for some kinds of vehicle, or at some hours. An edge has them in an order: the first that holds counts,
 * and where none does, {@link RoadNetwork#speedLimitKmh}. Immutable.
 *
 * @param limitKmh as {@link RoadNetwork#speedLimitKmh} gives it; unknown where a sign says something that cannot be read
 * @param modes for whom: the sum of {@link TransportMode#bit}s
 * @param undecidable whether something else decides that nobody knows of afterwards, like rain or a vehicle's load: then
 *     it may hold in these hours or not
 */
public record LimitRule(int limitKmh, int modes, WeekHours hours, boolean undecidable) {
    private static final int LIMIT_BITS = 8;
    private static final int MODES_AT = LIMIT_BITS;
    private static final int DAYS_AT = MODES_AT + Integer.bitCount(TransportMode.ALL);
    private static final int MONTHS_AT = DAYS_AT + Integer.bitCount(WeekHours.ALL_DAYS);
    private static final int UNDECIDABLE_AT = MONTHS_AT + Integer.bitCount(WeekHours.ALL_MONTHS);
    private static final int TO_AT = Short.SIZE;

    public LimitRule {
        if (limitKmh < RoadNetwork.UNKNOWN_LIMIT || limitKmh > RoadNetwork.UNLIMITED) {
            throw new IllegalArgumentException("a limit of " + limitKmh + " km/h");
        }
        if (modes < 1 || modes > TransportMode.ALL) {
            throw new IllegalArgumentException("a limit for the kinds of vehicle " + modes);
        }
    }

    /** From the two ints of a road file. */
    static LimitRule of(int attributes, int minutes) {
        WeekHours hours = new WeekHours(
                attributes >>> DAYS_AT & WeekHours.ALL_DAYS,
                attributes >>> MONTHS_AT & WeekHours.ALL_MONTHS,
                minutes & (1 << TO_AT) - 1,
                minutes >>> TO_AT);
        return new LimitRule(
                attributes & RoadNetwork.UNLIMITED,
                attributes >>> MODES_AT & TransportMode.ALL,
                hours,
                (attributes >>> UNDECIDABLE_AT & 1) != 0);
    }

    /** The first of the two ints that stand in a road file. */
    int attributes() {
        return limitKmh
                | modes << MODES_AT
                | hours.days() << DAYS_AT
                | hours.months() << MONTHS_AT
                | (undecidable ? 1 : 0) << UNDECIDABLE_AT;
    }

    /** The second of them. */
    int minutes() {
        return hours.fromMinute() | hours.toMinute() << TO_AT;
    }

    public boolean isFor(TransportMode mode) {
        return (modes & mode.bit()) != 0;
    }

    /** Whether it is for some kinds of vehicle only. */
    public boolean isForSome() {
        return modes != TransportMode.ALL;
    }

    /** Like {@code hgv 60}, {@code 30 @ Mo,Tu 07:00-17:00} or {@code 80 @ ?}. */
    @Override
    public String toString() {
        String who = isForSome()
                ? Arrays.stream(TransportMode.values())
                                .filter(this::isFor)
                                .map(TransportMode::label)
                                .collect(Collectors.joining("+"))
                        + " "
                : "";
        String limit = limitKmh == RoadNetwork.UNKNOWN_LIMIT
                ? "unknown"
                : limitKmh == RoadNetwork.UNLIMITED ? "unlimited" : String.valueOf(limitKmh);
        String when = (hours + (undecidable ? " ?" : "")).strip();
        return who + limit + (when.isEmpty() ? "" : " @ " + when);
    }
}
