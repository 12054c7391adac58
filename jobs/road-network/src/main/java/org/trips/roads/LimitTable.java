package org.trips.roads;

import com.carrotsearch.hppc.IntArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists of limit rules as ints of the road file, each list once: most ways that have some share them with others. */
final class LimitTable {
    private static final int NO_PLACE = -1;

    private final Map<List<LimitRule>, Integer> numbers = new HashMap<>();
    private final List<List<LimitRule>> lists = new ArrayList<>();
    private final IntArrayList places = new IntArrayList();
    private final IntArrayList ints = new IntArrayList();

    /** The number of a list, the same each time. */
    int number(List<LimitRule> rules) {
        return numbers.computeIfAbsent(rules, list -> {
            lists.add(list);
            places.add(NO_PLACE);
            return lists.size() - 1;
        });
    }

    /** Where the list of this number begins in the table, which depends on the order in which this is asked first. */
    int place(int number) {
        if (places.get(number) == NO_PLACE) {
            places.set(number, ints.size());
            ints.add(lists.get(number).size());
            for (LimitRule rule : lists.get(number)) {
                ints.add(rule.attributes());
                ints.add(rule.minutes());
            }
        }
        return places.get(number);
    }

    int[] toInts() {
        return ints.toArray();
    }
}
