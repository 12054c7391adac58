package org.trips.journeys.intake;

import java.nio.file.Path;

/**
 * A line of a points file, or one point of that line, that could not be used.
 *
 * @param line counted from 1
 * @param original what can be sent again: a message of the one point, or else the line as it is (cut, if it was too long)
 */
// Nobody compares the bytes: a refused line goes from the reader to a dead letter or to the terminal.
@SuppressWarnings("ArrayRecordComponent")
public record RefusedLine(
        Path file,
        long line,
        DeadLetterReason reason,
        String detail,
        int pointsLost,
        MessageProperties properties,
        byte[] original) {

    /** One sentence for a human: file, line, and what is wrong there. */
    public String message() {
        return file + ", line " + line + ": " + detail;
    }

    /** The same as a dead letter. */
    public DeadLetter toDeadLetter(long receivedAtMillis) {
        return new DeadLetter(reason, message(), receivedAtMillis, pointsLost, properties, original);
    }
}
