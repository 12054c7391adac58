package org.trips.journeys.measure;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.trips.journeys.LimitSource;
import org.trips.journeys.LimitUse;

/** The limit that held on each stretch of a course, as it was where and when the stretch began. */
final class Limits {
    private final KnownLimit[] ofStretch;

    private Limits(Course course, IntFunction<KnownLimit> known) {
        ofStretch = new KnownLimit[course.stretches()];
        for (int k = 0; k < ofStretch.length; k++) {
            ofStretch[k] = known.apply(k);
        }
    }

    static Limits along(Course course, LimitLookup lookup) {
        return new Limits(course, k -> lookup.at(course.edge(k), course.startMillis(k)));
    }

    /** Limits that were recorded with the points: each holds up to the next point. */
    static Limits recorded(Course course, int[] kmhAtPoint) {
        return new Limits(course, k -> KnownLimit.posted(kmhAtPoint[course.interval(k)]));
    }

    KnownLimit of(int stretch) {
        return ofStretch[stretch];
    }

    boolean isUnknown(int stretch) {
        return ofStretch[stretch].source() == LimitSource.UNKNOWN;
    }

    /** @param defaultTable the id of the table that they were looked up in, or null */
    LimitUse use(Course course, String defaultTable) {
        Map<LimitSource, Long> mmBySource = new EnumMap<>(LimitSource.class);
        long doubtfulMm = 0;
        for (int k = 0; k < ofStretch.length; k++) {
            long mm = course.endMm(k) - course.startMm(k);
            mmBySource.merge(ofStretch[k].source(), mm, Long::sum);
            doubtfulMm += ofStretch[k].doubtful() ? mm : 0;
        }
        boolean used = mmBySource.containsKey(LimitSource.DEFAULT);
        return new LimitUse(mmBySource, doubtfulMm, used ? defaultTable : null);
    }
}
