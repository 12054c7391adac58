package org.trips.journeys.policies;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * One device covered by one policy, from a time up to but without another ({@code to} null: until further notice). The
 * time zone is the one in which the policy's days and nights are counted.
 */
public record PolicyAssignment(String policy, Instant from, Instant to, ZoneId timeZone, VehicleClass vehicleClass) {

    /** Beyond these a time cannot be counted in milliseconds. */
    private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);

    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if it does not end after it begins, if a time cannot be counted in milliseconds, or the
     *     policy's name is empty or has a '|'
     */
    public PolicyAssignment {
        // Journeys are timed in milliseconds; a finer boundary could not part them exactly.
        from = from.truncatedTo(ChronoUnit.MILLIS);
        to = to == null ? null : to.truncatedTo(ChronoUnit.MILLIS);
        Objects.requireNonNull(timeZone, "timeZone");
        Objects.requireNonNull(vehicleClass, "vehicleClass");
        requireCountable(from);
        requireCountable(to == null ? from : to);
        if (policy.isBlank() || policy.indexOf('|') >= 0) {
            throw new IllegalArgumentException(
                    "policy '" + policy + "' must not be empty nor contain '|', which parts policy and day in ids");
        }
        if (to != null && !to.isAfter(from)) {
            throw new IllegalArgumentException("ends at " + to + ", which is not after its start at " + from);
        }
    }

    private static void requireCountable(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException(time + " cannot be counted in milliseconds; an end may be left out");
        }
    }

    public boolean holdsAt(Instant time) {
        return !time.isBefore(from) && (to == null || time.isBefore(to));
    }

    boolean overlaps(PolicyAssignment other) {
        return (to == null || other.from.isBefore(to)) && (other.to == null || from.isBefore(other.to));
    }

    @Override
    public String toString() {
        return policy + " from " + from + (to == null ? "" : " to " + to);
    }
}
