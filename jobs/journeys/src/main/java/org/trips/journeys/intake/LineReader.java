package org.trips.journeys.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a stream line by line as bytes, never holding more than one line and never more of it than a limit: what goes
 * beyond is passed over. Lines end with LF or CR LF. Not thread-safe.
 */
public final class LineReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final int longestLine;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int available;
    private byte[] line = new byte[1024];
    private int length;
    private long lineNumber;
    private boolean tooLong;

    public LineReader(InputStream in, int longestLine) {
        this.in = in;
        this.longestLine = longestLine;
    }

    /** The next line without its end, cut at the limit; null at the end of the stream. */
    public byte[] next() throws IOException {
        length = 0;
        tooLong = false;
        boolean anything = false;
        while (position < available || refill()) {
            anything = true;
            int end = position;
            while (end < available && buffer[end] != '\n') {
                end++;
            }
            append(end);
            boolean ended = end < available;
            position = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        }
        if (!anything) {
            return null;
        }
        lineNumber++;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return Arrays.copyOf(line, length);
    }

    /** The number of the line that {@link #next} gave last, counted from 1. */
    public long lineNumber() {
        return lineNumber;
    }

    /** Whether that line was cut. */
    public boolean tooLong() {
        return tooLong;
    }

    private boolean refill() throws IOException {
        position = 0;
        available = Math.max(0, in.read(buffer));
        return available > 0;
    }

    private void append(int end) {
        int count = Math.min(end - position, longestLine - length);
        tooLong |= count < end - position;
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
        }
        System.arraycopy(buffer, position, line, length, count);
        length += count;
    }
}
