package org.trips.journeys.measure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trips.journeys.Breakdown;
import org.trips.journeys.Driven;
import org.trips.journeys.EventType;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyPart;
import org.trips.journeys.SeverityCounts;
import org.trips.journeys.SpeedBand;
import org.trips.journeys.Sums;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;

/**
 * Sums a measured journey by policy and local day. Times are cut to the millisecond and distances by the course's one
 * function of time, so the parts sum exactly to the journey; an event counts where it begins, at the journey's end in the
 * last part.
 */
final class PartSums {
    private final Course course;
    private final Intervals intervals;
    private final HarshEvents harsh;
    private final List<SpeedingEpisode> episodes;
    private final List<JourneyEvent> events;
    private final Limits limits;
    private final RoadNetwork roads;
    private final Profile profile;
    private final List<SpeedBand> bands;

    PartSums(
            Course course,
            Intervals intervals,
            HarshEvents harsh,
            List<SpeedingEpisode> episodes,
            List<JourneyEvent> events,
            Limits limits,
            RoadNetwork roads,
            Profile profile) {
        this.course = course;
        this.intervals = intervals;
        this.harsh = harsh;
        this.episodes = episodes;
        this.events = events;
        this.limits = limits;
        this.roads = roads;
        this.profile = profile;
        bands = profile.exposure().speedBands();
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
        List<ClockHours.Time> night = ClockHours.night(span, profile.night());
        return new Sums(
                span.startMillis() == journeyStartMillis ? 1 : 0,
                mm(span.startMillis(), span.endMillis()),
                span.endMillis() - span.startMillis(),
                movingMillis(span),
                driven(night).millis(),
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
                count(span, EventType.CORNERING),
                breakdown(span, driven(night).distanceMm()));
    }

    private Breakdown breakdown(PolicySpan span, long nightMm) {
        Map<RoadClass, Driven> roadClasses = new EnumMap<>(RoadClass.class);
        Map<SpeedBand, Driven> speedBands = new TreeMap<>();
        Driven unmatched = Driven.NONE;
        Driven speedUnknown = Driven.NONE;
        long harshExposureMm = 0;
        long speedingExposureMm = 0;
        long from = course.mmAt(span.startMillis());
        long to = course.mmAt(span.endMillis());
        for (int k = 0; k < course.stretches(); k++) {
            // Cut by the distance and not by the time: a stretch that was passed within a millisecond has no time to be
            // cut.
            long mm = Math.max(0, Math.min(to, course.endMm(k)) - Math.max(from, course.startMm(k)));
            long millis = span.overlapMillis(course.startMillis(k), course.endMillis(k));
            if (course.edge(k) == Course.NO_EDGE) {
                unmatched = unmatched.plus(mm, millis);
            } else {
                add(roadClasses, roads.roadClass(course.edge(k)), mm, millis);
            }
            SpeedBand band = band(intervals.meanMps(course.interval(k)));
            if (band == null) {
                speedUnknown = speedUnknown.plus(mm, millis);
            } else {
                add(speedBands, band, mm, millis);
            }
            harshExposureMm += harsh.wouldBeFound(course.interval(k)) ? mm : 0;
            speedingExposureMm += limits.isUnknown(k) ? 0 : mm;
        }
        return new Breakdown(
                nightMm,
                driven(ClockHours.rushHour(span, profile.exposure().rushHour())),
                roadClasses,
                unmatched,
                speedBands,
                speedUnknown,
                severities(span, EventType.BRAKING),
                severities(span, EventType.ACCELERATION),
                severities(span, EventType.CORNERING),
                harshExposureMm,
                speedingExposureMm);
    }

    private static <K> void add(Map<K, Driven> driven, K key, long mm, long millis) {
        driven.put(key, driven.getOrDefault(key, Driven.NONE).plus(mm, millis));
    }

    /** Null where the speed is not known. */
    private SpeedBand band(double mps) {
        double kmh = mps * Speeding.KMH_PER_MPS;
        for (SpeedBand band : bands) {
            if (kmh < band.toKmh()) {
                return band;
            }
        }
        return null;
    }

    private Driven driven(List<ClockHours.Time> times) {
        Driven driven = Driven.NONE;
        for (ClockHours.Time time : times) {
            driven = driven.plus(mm(time.startMillis(), time.endMillis()), time.millis());
        }
        return driven;
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

    private SeverityCounts severities(PolicySpan span, EventType type) {
        SeverityCounts counts = SeverityCounts.NONE;
        for (JourneyEvent event : events) {
            if (event.type() == type && span.contains(event.startMillis())) {
                counts = counts.with(event.severity());
            }
        }
        return counts;
    }

    private record Owner(String policy, LocalDate day) {}
}
