package org.trips.journeys.measure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.policies.DeviceAssignments;

/**
 * A piece of a journey's time that belongs to one policy (or null) and one local day, and in which the clock is not
 * changed.
 *
 * @param last whether the journey ends with it: its end belongs to no other
 */
record PolicySpan(String policy, ZoneOffset clock, LocalDate day, long startMillis, long endMillis, boolean last) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Parts a time at every local midnight, change of policy and change of the clock; the pieces follow each other without
     * a hole. Where a clock goes back over midnight the day before comes again.
     */
    static List<PolicySpan> of(long startMillis, long endMillis, DeviceAssignments assignments) {
        List<PolicySpan> spans = new ArrayList<>();
        long from = startMillis;
        while (from < endMillis) {
            Instant time = Instant.ofEpochMilli(from);
            ZoneId zone = assignments.zoneAt(time);
            ZoneOffset clock = zone.getRules().getOffset(time);
            LocalDate day = time.atOffset(clock).toLocalDate();
            long midnight = day.plusDays(1).atStartOfDay().toInstant(clock).toEpochMilli();
            ZoneOffsetTransition clockChange = zone.getRules().nextTransition(time);
            long change =
                    assignments.changeAfter(time).map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            long to = Math.min(Math.min(endMillis, midnight), change);
            if (clockChange != null) {
                to = Math.min(to, clockChange.toEpochSecond() * 1_000);
            }
            spans.add(new PolicySpan(assignments.policyAt(time), clock, day, from, to, to == endMillis));
            from = to;
        }
        return spans;
    }

    /** How many milliseconds of that time lie in this span. */
    long overlapMillis(long from, long to) {
        return Math.max(0, Math.min(to, endMillis) - Math.max(from, startMillis));
    }

    /** When its clock shows, or would show, that time of its day, in milliseconds since 1970 UTC. */
    long millisAt(LocalTime time) {
        return startOfDayMillis() + time.toNanoOfDay() / NANOS_PER_MILLI;
    }

    long startOfDayMillis() {
        return day.atStartOfDay().toInstant(clock).toEpochMilli();
    }

    long endOfDayMillis() {
        return day.plusDays(1).atStartOfDay().toInstant(clock).toEpochMilli();
    }

    boolean contains(long time) {
        return time >= startMillis && (time < endMillis || (last && time == endMillis));
    }
}
