package org.trips.journeys.intake;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Turns the body of a message into the text that was sent: unpacked where it is compressed with gzip, without a byte order
 * mark, and never larger than allowed. Thread-safe.
 *
 * @param maximumBytes of a message, as it comes and after decompression
 */
public record MessageUnpacking(int maximumBytes) {
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] UTF8_BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /**
     * The text of a message, in UTF-8 if its sender kept to it.
     *
     * @param contentEncoding as the broker tells it, or null; compressed bytes are recognised without it
     * @throws MessageRefusedException if it is too large, cannot be unpacked, or has an encoding that nobody knows
     */
    public byte[] text(byte[] body, String contentEncoding) throws MessageRefusedException {
        return withoutByteOrderMark(unpacked(body, contentEncoding));
    }

    private byte[] unpacked(byte[] body, String contentEncoding) throws MessageRefusedException {
        if (body.length > maximumBytes) {
            throw tooLarge("The message has " + body.length + " bytes");
        }
        if (startsWith(body, GZIP_MAGIC)) {
            return gunzipped(body);
        }
        if (contentEncoding == null || contentEncoding.isBlank() || contentEncoding.equalsIgnoreCase("identity")) {
            return body;
        }
        if (contentEncoding.equalsIgnoreCase("gzip")) {
            throw refused(
                    DeadLetterReason.CORRUPT_GZIP,
                    "The content encoding is gzip, but the bytes do not begin as gzip does.");
        }
        throw refused(
                DeadLetterReason.UNKNOWN_ENCODING,
                "The content encoding is \"" + contentEncoding + "\"; gzip and none are read.");
    }

    private byte[] gunzipped(byte[] body) throws MessageRefusedException {
        try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(body))) {
            byte[] message = in.readNBytes(maximumBytes + 1);
            if (message.length > maximumBytes) {
                throw tooLarge("The message, unpacked, has more");
            }
            return message;
        } catch (EOFException e) {
            throw refused(
                    DeadLetterReason.TRUNCATED_GZIP,
                    "The compressed message ends early, after " + body.length + " bytes: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw refused(
                    DeadLetterReason.CORRUPT_GZIP,
                    "The compressed message cannot be unpacked: " + e.getMessage() + ".");
        }
    }

    private MessageRefusedException tooLarge(String what) {
        return refused(
                DeadLetterReason.TOO_LARGE,
                what + " than the limit of " + maximumBytes + " allows; send it in several uploads.");
    }

    private static MessageRefusedException refused(DeadLetterReason reason, String detail) {
        return new MessageRefusedException(reason, detail, 0);
    }

    private static byte[] withoutByteOrderMark(byte[] text) {
        return startsWith(text, UTF8_BYTE_ORDER_MARK)
                ? Arrays.copyOfRange(text, UTF8_BYTE_ORDER_MARK.length, text.length)
                : text;
    }

    private static boolean startsWith(byte[] bytes, byte[] beginning) {
        return bytes.length >= beginning.length
                && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }
}
