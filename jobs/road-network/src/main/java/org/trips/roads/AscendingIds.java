package org.trips.roads;

import java.util.Arrays;

/** Ids of nodes or ways: ascending, each once, numbered from 0. Thread-safe. */
public final class AscendingIds {
    /** How many ids lie between two that are on the heap too, so that a search reads one place of the column. */
    private static final int STEP = 256;

    private final LongColumn ids;
    private final long[] steps;

    AscendingIds(LongColumn ids) {
        this.ids = ids;
        steps = new long[(ids.size() + STEP - 1) / STEP];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = ids.get(i * STEP);
        }
    }

    /** The ids of a column, in any order and as often as they come. */
    static AscendingIds of(LongColumn any, Scratch scratch) {
        LongSorter sorter = new LongSorter(scratch);
        for (int i = 0; i < any.size(); i++) {
            sorter.add(any.get(i));
        }
        LongColumn distinct = new LongColumn(scratch);
        sorter.drainTo(distinct::add);
        return new AscendingIds(distinct);
    }

    public int size() {
        return ids.size();
    }

    /** The id of a number. */
    public long get(int number) {
        return ids.get(number);
    }

    /** The number of an id; the complement of the number of the next larger one where it is not there. */
    public int number(long id) {
        int step = Arrays.binarySearch(steps, id);
        if (step >= 0) {
            return step * STEP;
        }
        if (step == -1) {
            return -1;
        }
        int low = (~step - 1) * STEP;
        int high = Math.min(ids.size(), low + STEP);
        while (low < high) {
            int middle = (low + high) >>> 1;
            long found = ids.get(middle);
            if (found == id) {
                return middle;
            }
            if (found < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return ~low;
    }
}
