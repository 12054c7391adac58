package org.trips.roads;

import com.carrotsearch.hppc.LongHashSet;

/**
 * How many ways have limits beside those for everybody at all times; a way may count in several of these.
 *
 * @param byVehicle limits for some kinds of vehicle
 * @param byHour limits at some hours
 * @param undecidable limits by conditions that nobody can decide afterwards: rain, load, holidays
 * @param unreadable something about limits that could not be read
 */
public record SpecialLimits(int byVehicle, int byHour, int undecidable, int unreadable) {

    /** Counts the ways of edges. */
    static final class Count {
        private final RoadNetwork roads;
        private final LongHashSet byVehicle = new LongHashSet();
        private final LongHashSet byHour = new LongHashSet();
        private final LongHashSet undecidable = new LongHashSet();
        private final LongHashSet unreadable = new LongHashSet();

        Count(RoadNetwork roads) {
            this.roads = roads;
        }

        void add(int edge) {
            if (roads.limitUnreadable(edge)) {
                unreadable.add(roads.wayId(edge));
            }
            for (LimitRule rule : roads.limitRules(edge)) {
                if (rule.isForSome()) {
                    byVehicle.add(roads.wayId(edge));
                }
                if (rule.undecidable()) {
                    undecidable.add(roads.wayId(edge));
                } else if (!rule.hours().isAlways()) {
                    byHour.add(roads.wayId(edge));
                }
            }
        }

        SpecialLimits result() {
            return new SpecialLimits(byVehicle.size(), byHour.size(), undecidable.size(), unreadable.size());
        }
    }
}
