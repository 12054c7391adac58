package org.trips.roads;

import java.nio.LongBuffer;
import java.util.Arrays;

/** A growing list of longs: the first quarter of a million on the heap, the others in {@link Scratch}. */
final class LongColumn {
    private static final int PIECE_BITS = 18;
    private static final int PIECE = 1 << PIECE_BITS;
    private static final int MASK = PIECE - 1;
    private static final int SMALLEST = 1 << 8;

    private final Scratch scratch;
    private LongBuffer[] pieces = {};
    private int capacity;
    private int size;

    LongColumn(Scratch scratch) {
        this.scratch = scratch;
    }

    int size() {
        return size;
    }

    long get(int i) {
        return pieces[i >>> PIECE_BITS].get(i & MASK);
    }

    void set(int i, long value) {
        pieces[i >>> PIECE_BITS].put(i & MASK, value);
    }

    void add(long value) {
        if (size == capacity) {
            grow();
        }
        set(size, value);
        size++;
    }

    private void grow() {
        if (capacity < PIECE) {
            long[] first = new long[Math.min(PIECE, Math.max(SMALLEST, 2 * capacity))];
            if (capacity > 0) {
                pieces[0].get(0, first, 0, capacity);
            }
            pieces = new LongBuffer[] {LongBuffer.wrap(first)};
            capacity = first.length;
        } else {
            pieces = Arrays.copyOf(pieces, pieces.length + 1);
            pieces[pieces.length - 1] = scratch.piece(PIECE * Long.BYTES).asLongBuffer();
            capacity = Math.addExact(capacity, PIECE);
        }
    }
}
