package org.trips.roads;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Sorts as many longs as come, each value once, with little of the heap: runs are sorted there, put into
 * {@link Scratch}, and merged.
 */
final class LongSorter {
    private static final int RUN = 1 << 20;
    private static final int SMALLEST = 1 << 8;

    private final Scratch scratch;
    private long[] values = new long[SMALLEST];
    private int count;
    private final List<Run> runs = new ArrayList<>();

    /** Ascending values, read one after the other. */
    private static final class Run {
        private final LongBuffer values;
        private long head;

        Run(LongBuffer values) {
            this.values = values;
            head = values.get();
        }

        /** False at the end. */
        private boolean advance() {
            if (!values.hasRemaining()) {
                return false;
            }
            head = values.get();
            return true;
        }
    }

    LongSorter(Scratch scratch) {
        this.scratch = scratch;
    }

    void add(long value) {
        if (count == values.length) {
            if (count < RUN) {
                values = Arrays.copyOf(values, 2 * count);
            } else {
                endRun();
            }
        }
        values[count++] = value;
    }

    /** Hands over all that was added, ascending, each value once. To be called once, at the end. */
    void drainTo(LongConsumer target) {
        if (runs.isEmpty()) {
            sort();
            for (int i = 0; i < count; i++) {
                target.accept(values[i]);
            }
            return;
        }
        endRun();
        values = new long[0];
        merge(runs.toArray(Run[]::new), target);
    }

    /** The runs are kept as a heap: none has a smaller head than the one at half its place. */
    private static void merge(Run[] heap, LongConsumer target) {
        Arrays.sort(heap, Comparator.comparingLong(run -> run.head));
        int left = heap.length;
        boolean any = false;
        long before = 0;
        while (left > 0) {
            Run least = heap[0];
            if (!any || least.head != before) {
                target.accept(least.head);
                any = true;
                before = least.head;
            }
            if (!least.advance()) {
                left--;
                heap[0] = heap[left];
            }
            sink(heap, left);
        }
    }

    /** Moves the first one to where it belongs. */
    private static void sink(Run[] heap, int left) {
        Run moved = heap[0];
        int at = 0;
        for (int child = 1; child < left; child = 2 * at + 1) {
            if (child + 1 < left && heap[child + 1].head < heap[child].head) {
                child++;
            }
            if (moved.head <= heap[child].head) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moved;
    }

    private void endRun() {
        sort();
        LongBuffer run = scratch.piece(count * Long.BYTES).asLongBuffer();
        run.put(values, 0, count).flip();
        runs.add(new Run(run));
        count = 0;
    }

    /** Leaves each value once. */
    private void sort() {
        Arrays.sort(values, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (distinct == 0 || values[distinct - 1] != values[i]) {
                values[distinct++] = values[i];
            }
        }
        count = distinct;
    }
}
