package org.trips.cli.match;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.trips.cli.output.Counted;
import org.trips.matching.MatchedTrace;
import org.trips.matching.UnmatchedReason;

/** How many points have no place on a road, by reason. Not thread-safe. */
public final class UnmatchedPoints {
    private final Map<UnmatchedReason, Long> counts = new EnumMap<>(UnmatchedReason.class);

    /** Those of one trace. */
    public static UnmatchedPoints of(MatchedTrace matched) {
        UnmatchedPoints points = new UnmatchedPoints();
        for (int i = 0; i < matched.size(); i++) {
            matched.unmatched(i).ifPresent(reason -> points.counts.merge(reason, 1L, Long::sum));
        }
        return points;
    }

    /** Counts those of others as well. */
    public void add(UnmatchedPoints others) {
        others.counts.forEach((reason, count) -> counts.merge(reason, count, Long::sum));
    }

    /** One line for a person: how many for each reason, and what to do where the order is to blame; empty if none. */
    public Optional<String> told() {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        counts.forEach((reason, count) -> reasons.add(told(reason, count)));
        String hint = counts.containsKey(UnmatchedReason.OUT_OF_ORDER)
                ? "; sort each trace by time to have those out of order too, or use 'trips journeys', which sorts"
                : "";
        return Optional.of("On no road: " + String.join(", ", reasons) + hint);
    }

    private static String told(UnmatchedReason reason, long count) {
        return switch (reason) {
            case OUT_OF_ORDER -> Counted.of(count, "point") + " out of order";
            case NOT_A_POSITION -> String.format(Locale.ROOT, "%,d without a position", count);
            case NO_ROAD_NEAR -> String.format(Locale.ROOT, "%,d without a road near", count);
            case OUTLIER -> Counted.of(count, "outlier");
        };
    }
}
