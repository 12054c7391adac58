package org.trips.journeys.measure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trips.journeys.EventType;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyPart;
import org.trips.journeys.Sums;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;

/**
 * Sums a measured journey by policy and local day. Times are cut to the millisecond and distances by the course's one
 * function of time, so the parts sum exactly to the journey; an event counts where it begins, at the journey's end in the
 * last part.
 */
final class PartSums {
    private final Course course;
    private final Intervals intervals;
    private final List<SpeedingEpisode> episodes;
    private final List<JourneyEvent> events;
    private final Limits limits;
    private final Profile.Night night;

    PartSums(
            Course course,
            Intervals intervals,
            List<SpeedingEpisode> episodes,
            List<JourneyEvent> events,
            Limits limits,
            Profile.Night night) {
        this.course = course;
        this.intervals = intervals;
        this.episodes = episodes;
        this.events = events;
        this.limits = limits;
        this.night = night;
    }

    /** In order of their first moment; a policy that comes back on the same day has one part. */
    List<JourneyPart> parts(long startMillis, long endMillis, DeviceAssignments assignments) {
        Map<Owner, JourneyPart> parts = new LinkedHashMap<>();
        for (PolicySpan span : PolicySpan.of(startMillis, endMillis, assignments)) {
            JourneyPart part = new JourneyPart(
                    span.policy(), span.day(), span.startMillis(), span.endMillis(), sums(span, startMillis));
            parts.merge(
                    new Owner(span.policy(), span.day()),
                    part,
                    (earlier, later) -> new JourneyPart(
                            earlier.policy(),
                            earlier.day(),
                            earlier.startMillis(),
                            later.endMillis(),
                            earlier.sums().plus(later.sums())));
        }
        return new ArrayList<>(parts.values());
    }

    private Sums sums(PolicySpan span, long journeyStartMillis) {
        return new Sums(
                span.startMillis() == journeyStartMillis ? 1 : 0,
                mm(span.startMillis(), span.endMillis()),
                span.endMillis() - span.startMillis(),
                movingMillis(span),
                NightHours.millis(span.startMillis(), span.endMillis(), span.zone(), night),
                limitUnknownMillis(span),
                episodes.stream()
                        .mapToLong(episode -> span.overlapMillis(episode.startMillis(), episode.endMillis()))
                        .sum(),
                episodes.stream()
                        .mapToLong(episode -> speedingMm(span, episode))
                        .sum(),
                count(span, EventType.SPEEDING),
                count(span, EventType.BRAKING),
                count(span, EventType.ACCELERATION),
                count(span, EventType.CORNERING));
    }

    private long mm(long from, long to) {
        return course.mmAt(to) - course.mmAt(from);
    }

    private long movingMillis(PolicySpan span) {
        long millis = 0;
        for (int i = 0; i < intervals.count(); i++) {
            if (intervals.moving(i)) {
                millis += span.overlapMillis(intervals.startMillis(i), intervals.endMillis(i));
            }
        }
        return millis;
    }

    private long limitUnknownMillis(PolicySpan span) {
        long millis = 0;
        for (int k = 0; k < course.stretches(); k++) {
            if (limits.isUnknown(k)) {
                millis += span.overlapMillis(course.startMillis(k), course.endMillis(k));
            }
        }
        return millis;
    }

    private long speedingMm(PolicySpan span, SpeedingEpisode episode) {
        long from = Math.max(span.startMillis(), episode.startMillis());
        long to = Math.min(span.endMillis(), episode.endMillis());
        return from < to ? mm(from, to) : 0;
    }

    private long count(PolicySpan span, EventType type) {
        return events.stream()
                .filter(event -> event.type() == type && span.contains(event.startMillis()))
                .count();
    }

    private record Owner(String policy, LocalDate day) {}
}
