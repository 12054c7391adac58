package org.trips.journeys.intake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The text of gzip members, one behind the other, to the very end: the JDK's own stream takes whatever follows a member and
 * is none for the end, so a damaged member would silently hide all that come after it; and it calls itself once for each
 * empty member, so many of them overflow its stack. Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>
 */
final class GzipMembers extends InputStream {
    private static final int BUFFER_BYTES = 8 * 1024;

    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    /** Flags of what a header holds. */
    private static final int HEADER_CHECKSUM = 1 << 1;

    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0b1110_0000;
    /** Time, kind of compression, and system: nobody's business. */
    private static final int UNUSED_HEADER_BYTES = 6;

    private static final int TWO_BYTES = 0xffff;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    /** Of the stream, up to the buffer's end. */
    private long bytesRead;

    private long member;
    private long memberAt;
    private boolean inMember;

    /** @throws IOException if the stream does not begin as a member does */
    GzipMembers(InputStream in) throws IOException {
        this.in = in;
        if (!beginMember()) {
            throw new EOFException(place() + " there is nothing");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    /**
     * @throws EOFException if the stream ends within a member
     * @throws ZipException if a member is damaged, or if something else follows the last one; both name the member, counted
     *     from 1, and the byte at which it begins
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                checksum.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw damaged("it asks for a dictionary");
            } else {
                fill();
                inflater.setInput(buffer, 0, end);
                at = end;
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw damaged(e.getMessage());
        }
    }

    /** Reads a header; false at the end of the stream. */
    private boolean beginMember() throws IOException {
        member++;
        memberAt = bytesRead - (end - at);
        if (at == end && !refill()) {
            return false;
        }
        checksum.reset();
        if (twoBytes() != MAGIC || oneByte() != DEFLATE) {
            throw damaged("it does not begin as gzip does");
        }
        int flags = oneByte();
        if ((flags & RESERVED) != 0) {
            throw damaged("its header has flags that mean nothing");
        }
        skip(UNUSED_HEADER_BYTES);
        if ((flags & EXTRA) != 0) {
            skip(twoBytes());
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            int expected = (int) checksum.getValue() & TWO_BYTES;
            if (twoBytes() != expected) {
                throw damaged("its header is not what its checksum says");
            }
        }
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        at = end;
        checksum.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        int expectedChecksum = (int) checksum.getValue();
        int expectedLength = (int) inflater.getBytesWritten();
        int writtenChecksum = twoBytes() | twoBytes() << Short.SIZE;
        int writtenLength = twoBytes() | twoBytes() << Short.SIZE;
        if (writtenChecksum != expectedChecksum || writtenLength != expectedLength) {
            throw damaged("its content is not what its checksum says");
        }
        inMember = false;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            oneByte();
        }
    }

    private void skipText() throws IOException {
        while (oneByte() != 0) {}
    }

    private int twoBytes() throws IOException {
        return oneByte() | oneByte() << Byte.SIZE;
    }

    private int oneByte() throws IOException {
        if (at == end) {
            fill();
        }
        checksum.update(buffer[at]);
        return Byte.toUnsignedInt(buffer[at++]);
    }

    private void fill() throws IOException {
        if (!refill()) {
            throw new EOFException(place() + " the bytes end before it does");
        }
    }

    private boolean refill() throws IOException {
        int count;
        do {
            count = in.read(buffer);
        } while (count == 0);
        at = 0;
        end = Math.max(0, count);
        bytesRead += end;
        return end > 0;
    }

    private ZipException damaged(String what) {
        return new ZipException(place() + " " + what);
    }

    private String place() {
        return "in gzip member " + member + ", which begins at byte " + memberAt + ",";
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
