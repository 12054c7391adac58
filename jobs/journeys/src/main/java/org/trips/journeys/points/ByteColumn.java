package org.trips.journeys.points;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers and texts one after another in a growing byte array, integers as variable-length (LEB128) with zigzag for
 * signed ones. Everything that lies in state is written with it. Not thread-safe.
 */
public final class ByteColumn {
    private static final int PAYLOAD = 0x7f;
    private static final int MORE = 0x80;
    private static final int PAYLOAD_BITS = 7;

    private byte[] bytes;
    private int position;

    /** An empty column to write to. */
    public ByteColumn(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /** A column to read from its beginning; the array is not copied. */
    public ByteColumn(byte[] written) {
        bytes = written;
    }

    public void writeByte(byte value) {
        room(1);
        bytes[position++] = value;
    }

    /** Writes 64 bits, small non-negative numbers in few bytes. */
    public void writeVarint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~PAYLOAD) != 0) {
            bytes[position++] = (byte) ((rest & PAYLOAD) | MORE);
            rest >>>= PAYLOAD_BITS;
        }
        bytes[position++] = (byte) rest;
    }

    /** Writes 64 bits, numbers near zero of either sign in few bytes. */
    public void writeSigned(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    public void writeBytes(byte[] value) {
        writeVarint(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, position, value.length);
        position += value.length;
    }

    public void writeText(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public byte readByte() {
        if (position >= bytes.length) {
            throw new IllegalArgumentException("Stored bytes end after " + bytes.length + ", more was expected.");
        }
        return bytes[position++];
    }

    public long readVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += PAYLOAD_BITS) {
            byte next = readByte();
            value |= (long) (next & PAYLOAD) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                "Stored bytes hold a number of more than 64 bits before byte " + position + ".");
    }

    public long readSigned() {
        long zigzag = readVarint();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    public byte[] readBytes() {
        long length = readVarint();
        if (length < 0 || length > bytes.length - position) {
            throw new IllegalArgumentException(
                    "Stored bytes name a part of " + length + " bytes, " + (bytes.length - position) + " are left.");
        }
        byte[] value = Arrays.copyOfRange(bytes, position, position + (int) length);
        position += (int) length;
        return value;
    }

    public String readText() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, position);
    }

    private void room(int more) {
        if (bytes.length - position < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, position + more));
        }
    }
}
