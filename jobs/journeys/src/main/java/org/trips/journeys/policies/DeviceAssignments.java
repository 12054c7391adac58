package org.trips.journeys.policies;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The policies that cover one device over time: in order, at most one at a time. Immutable.
 *
 * @param version of two for one device the higher wins: a count, or where nobody counts the time in milliseconds since 1970
 *     UTC at which they were given
 */
public record DeviceAssignments(long version, List<PolicyAssignment> assignments) {
    /** A device nobody has assigned to a policy. */
    public static final DeviceAssignments NONE = new DeviceAssignments(0, List.of());

    /** @throws IllegalArgumentException naming both, if two assignments overlap */
    public DeviceAssignments {
        assignments = assignments.stream()
                .sorted(Comparator.comparing(PolicyAssignment::from))
                .toList();
        for (int i = 1; i < assignments.size(); i++) {
            PolicyAssignment earlier = assignments.get(i - 1);
            PolicyAssignment later = assignments.get(i);
            if (earlier.overlaps(later)) {
                throw new IllegalArgumentException(later + " overlaps " + earlier
                        + "; a device belongs to one policy at a time: let the earlier end where the later begins");
            }
        }
    }

    public Optional<PolicyAssignment> at(Instant time) {
        for (PolicyAssignment assignment : assignments) {
            if (assignment.holdsAt(time)) {
                return Optional.of(assignment);
            }
        }
        return Optional.empty();
    }

    /** The policy at that time, or null. */
    public String policyAt(Instant time) {
        return at(time).map(PolicyAssignment::policy).orElse(null);
    }

    /** The time zone in which days and nights count at that time: the policy's, or UTC where there is none. */
    public ZoneId zoneAt(Instant time) {
        return at(time).map(PolicyAssignment::timeZone).orElse(ZoneOffset.UTC);
    }

    /** The next time after this one at which a policy begins or ends. */
    public Optional<Instant> changeAfter(Instant time) {
        return assignments.stream()
                .flatMap(assignment -> Stream.of(assignment.from(), assignment.to()))
                .filter(change -> change != null && change.isAfter(time))
                .min(Comparator.naturalOrder());
    }
}
