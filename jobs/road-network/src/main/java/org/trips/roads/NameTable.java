package org.trips.roads;

import com.carrotsearch.hppc.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names and numbers of ways as bytes of the road file, each pair once. */
final class NameTable {
    private static final int LONGEST_BYTES = (1 << Short.SIZE) - 1;

    private record NameAndRef(String name, String ref) {}

    private static final int NO_PLACE = -1;

    private final Map<NameAndRef, Integer> numbers = new HashMap<>();
    private final List<NameAndRef> pairs = new ArrayList<>();
    private final IntArrayList places = new IntArrayList();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The number of a pair, the same each time. */
    int number(String name, String ref) {
        return numbers.computeIfAbsent(new NameAndRef(name, ref), pair -> {
            pairs.add(pair);
            places.add(NO_PLACE);
            return pairs.size() - 1;
        });
    }

    /** Where the name of the pair of this number begins in the table, in bytes; its number follows. */
    int place(int number) {
        if (places.get(number) == NO_PLACE) {
            places.set(number, bytes.size());
            append(pairs.get(number).name);
            append(pairs.get(number).ref);
        }
        return places.get(number);
    }

    /** The table, padded to whole little-endian ints. */
    int[] toInts() {
        ByteBuffer padded = ByteBuffer.allocate((bytes.size() + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES);
        padded.put(bytes.toByteArray()).rewind();
        int[] ints = new int[padded.capacity() / Integer.BYTES];
        padded.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ints);
        return ints;
    }

    private void append(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > LONGEST_BYTES) {
            throw new IllegalArgumentException("a name of " + utf8.length + " bytes: " + text.substring(0, 100));
        }
        bytes.write(utf8.length & 0xFF);
        bytes.write(utf8.length >>> Byte.SIZE);
        bytes.write(utf8, 0, utf8.length);
    }
}
