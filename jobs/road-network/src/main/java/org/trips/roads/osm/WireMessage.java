package org.trips.roads.osm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message in protobuf's wire format, read from an array field by field, with nothing copied and nothing allocated for
 * numbers: an extract is mostly packed numbers of nodes that no road uses. What is damaged throws an
 * {@link IndexOutOfBoundsException} or an {@link IllegalArgumentException}.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding">Encoding</a>
 */
final class WireMessage {
    private static final int TYPE_BITS = 3;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int GROUP_BITS = 7;
    private static final int GROUP_MASK = (1 << GROUP_BITS) - 1;

    static final WireMessage EMPTY = new WireMessage(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    /** Behind the length of the message that was read or skipped last. */
    private int startOfSkipped;

    private int type;

    private WireMessage(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    static WireMessage of(byte[] bytes) {
        return new WireMessage(bytes, 0, bytes.length);
    }

    /** Goes to the next field, whose value must then be read or skipped; false at the end. */
    boolean next() {
        if (at == end) {
            return false;
        }
        int tag = (int) varint();
        field = tag >>> TYPE_BITS;
        type = tag & TYPE_MASK;
        return true;
    }

    int field() {
        return field;
    }

    /** Whether more numbers of a packed field follow. */
    boolean hasMore() {
        return at < end;
    }

    /** The next number of a packed field, or the value of a field that is a number. */
    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += GROUP_BITS) {
            if (at >= end) {
                throw new IndexOutOfBoundsException("a number goes on beyond its message");
            }
            byte group = bytes[at++];
            value |= (long) (group & GROUP_MASK) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number longer than 64 bits");
    }

    /** Likewise, for numbers whose sign is their last bit. */
    long signed() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** The field's value as a message of its own, or as packed numbers. */
    WireMessage message() {
        skipMessage();
        return new WireMessage(bytes, startOfSkipped, at);
    }

    /** Goes on behind the field's value, and answers where in the block it begins, for {@link #messageAt}. */
    int skipMessage() {
        int place = at;
        if (type != DELIMITED) {
            throw new IllegalArgumentException("a number where a message is due");
        }
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new IndexOutOfBoundsException("a message goes on beyond the one it lies in");
        }
        startOfSkipped = at;
        at += (int) length;
        return place;
    }

    /** Where the field's value begins in the block, for {@link #messageAt}. */
    int place() {
        return at;
    }

    /** The message of the same block that begins at that place. */
    WireMessage messageAt(int place) {
        WireMessage there = new WireMessage(bytes, place, bytes.length);
        there.type = DELIMITED;
        return there.message();
    }

    /** How many bytes of it are left. */
    int length() {
        return end - at;
    }

    /** The same from its beginning, and independent of it. */
    WireMessage copy() {
        return new WireMessage(bytes, at, end);
    }

    /** The rest of it as text. */
    String text() {
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    /** The rest of it as it is. */
    byte[] bytes() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /** Likewise, not copied. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, at, end - at);
    }

    void skip() {
        switch (type) {
            case VARINT -> varint();
            case DELIMITED -> skipMessage();
            case FIXED_32 -> at += Integer.BYTES;
            case FIXED_64 -> at += Long.BYTES;
            default -> throw new IllegalArgumentException("a field of type " + type);
        }
        if (at > end) {
            throw new IndexOutOfBoundsException("a field goes on beyond its message");
        }
    }
}
