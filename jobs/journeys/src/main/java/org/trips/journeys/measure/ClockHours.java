package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.profile.Profile;

/**
 * When within a span of time the policy's clock shows a profile's hours. An hour that the clock shows twice counts twice,
 * one that it skips not at all.
 */
final class ClockHours {
    private ClockHours() {}

    /** A time within a span; may be empty, but never ends before it begins. In milliseconds since 1970 UTC. */
    record Time(long startMillis, long endMillis) {
        long millis() {
            return endMillis - startMillis;
        }
    }

    static List<Time> night(PolicySpan span, Profile.Night night) {
        long begins = span.millisAt(night.from());
        long ends = span.millisAt(night.to());
        return ends > begins
                ? List.of(cut(span, begins, ends))
                : List.of(cut(span, span.startOfDayMillis(), ends), cut(span, begins, span.endOfDayMillis()));
    }

    static List<Time> rushHour(PolicySpan span, Profile.RushHour rule) {
        List<Time> times = new ArrayList<>();
        if (rule.weekdays().contains(span.day().getDayOfWeek())) {
            for (Profile.Hours hours : rule.hours()) {
                times.add(cut(span, span.millisAt(hours.from()), span.millisAt(hours.to())));
            }
        }
        return times;
    }

    private static Time cut(PolicySpan span, long from, long to) {
        long start = Math.max(from, span.startMillis());
        return new Time(start, Math.max(start, Math.min(to, span.endMillis())));
    }
}
