package org.trips.journeys.intake;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The text of a file of gzip members, one behind the other, to the file's very end: the library takes whatever follows a
 * member and is none for the end, so a damaged member would silently hide all that come after it. Not thread-safe.
 */
final class GzipMembers extends GZIPInputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Behind the compressed bytes of a member: checksum and length. */
    private static final int TRAILER_BYTES = 8;

    private final SeekableByteChannel file;
    private long bufferedUpTo;

    /** @throws IOException if the file does not begin as a member does */
    GzipMembers(SeekableByteChannel file) throws IOException {
        super(Channels.newInputStream(file), BUFFER_BYTES);
        this.file = file;
    }

    /** @throws ZipException if a member is damaged, or if something else follows the last one */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count < 0 && bufferedUpTo - inf.getRemaining() + TRAILER_BYTES != file.size()) {
            throw new ZipException("what follows is not compressed with gzip");
        }
        return count;
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        bufferedUpTo = file.position();
    }
}
