package org.trips.journeys.measure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.policies.DeviceAssignments;

/**
 * A piece of a journey's time that belongs to one policy (or null) and one local day.
 *
 * @param last whether the journey ends with it: its end belongs to no other
 */
record PolicySpan(String policy, ZoneId zone, LocalDate day, long startMillis, long endMillis, boolean last) {

    /** Parts a time at every local midnight and every change of policy; the pieces follow each other without a hole. */
    static List<PolicySpan> of(long startMillis, long endMillis, DeviceAssignments assignments) {
        List<PolicySpan> spans = new ArrayList<>();
        long from = startMillis;
        while (from < endMillis) {
            Instant time = Instant.ofEpochMilli(from);
            ZoneId zone = assignments.zoneAt(time);
            LocalDate day = time.atZone(zone).toLocalDate();
            long midnight = day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
            long change =
                    assignments.changeAfter(time).map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            long to = Math.min(endMillis, Math.min(midnight, change));
            spans.add(new PolicySpan(assignments.policyAt(time), zone, day, from, to, to == endMillis));
            from = to;
        }
        return spans;
    }

    /** How many milliseconds of that time lie in this span. */
    long overlapMillis(long from, long to) {
        return Math.max(0, Math.min(to, endMillis) - Math.max(from, startMillis));
    }

    boolean contains(long time) {
        return time >= startMillis && (time < endMillis || (last && time == endMillis));
    }
}
