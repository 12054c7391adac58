package org.trips.roads;

import java.nio.IntBuffer;
import java.util.Arrays;

/** A growing list of ints: the first quarter of a million on the heap, the others in {@link Scratch}. */
final class IntColumn {
    private static final int PIECE_BITS = 18;
    private static final int PIECE = 1 << PIECE_BITS;
    private static final int MASK = PIECE - 1;
    private static final int SMALLEST = 1 << 8;

    private final Scratch scratch;
    private IntBuffer[] pieces = {};
    private int capacity;
    private int size;

    IntColumn(Scratch scratch) {
        this.scratch = scratch;
    }

    /** One of this many zeros. */
    IntColumn(Scratch scratch, int size) {
        this(scratch);
        this.size = size;
        while (capacity < size) {
            grow(size);
        }
    }

    int size() {
        return size;
    }

    int get(int i) {
        return pieces[i >>> PIECE_BITS].get(i & MASK);
    }

    void set(int i, int value) {
        pieces[i >>> PIECE_BITS].put(i & MASK, value);
    }

    void add(int value) {
        if (size == capacity) {
            grow(2 * size);
        }
        set(size, value);
        size++;
    }

    /** Drops what follows the first ones. */
    void cutTo(int newSize) {
        size = Math.min(size, newSize);
    }

    private void grow(int wanted) {
        if (capacity < PIECE) {
            int[] first = new int[Math.min(PIECE, Math.max(SMALLEST, wanted))];
            if (capacity > 0) {
                pieces[0].get(0, first, 0, capacity);
            }
            pieces = new IntBuffer[] {IntBuffer.wrap(first)};
            capacity = first.length;
        } else {
            pieces = Arrays.copyOf(pieces, pieces.length + 1);
            pieces[pieces.length - 1] = scratch.piece(PIECE * Integer.BYTES).asIntBuffer();
            capacity = Math.addExact(capacity, PIECE);
        }
    }
}
