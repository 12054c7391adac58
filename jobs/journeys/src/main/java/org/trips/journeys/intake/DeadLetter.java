package org.trips.journeys.intake;

import java.util.Arrays;
import java.util.Objects;

/**
 * A message, or one point of a message, that could not become part of a journey, with all that is needed to find out
 * why and to send it again. Equal by content.
 *
 * @param detail a sentence for a human
 * @param receivedAtMillis when it arrived, in milliseconds since 1970 UTC
 * @param pointsLost how many points are in it, as far as could be told
 * @param properties what the sender said of these bytes
 * @param original the bytes as they arrived (still compressed, if they were), or a message of the one refused point
 */
// Equality, hash and text are given below by content, which is what the check asks for.
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(
        DeadLetterReason reason,
        String detail,
        long receivedAtMillis,
        int pointsLost,
        MessageProperties properties,
        byte[] original) {

    /** The letter of a message refused as a whole. */
    public static DeadLetter of(Refusal refusal, long receivedAtMillis, MessageProperties properties, byte[] message) {
        return new DeadLetter(
                refusal.reason(), refusal.detail(), receivedAtMillis, refusal.pointsLost(), properties, message);
    }

    /**
     * The letter of one refused point.
     *
     * @param properties of the message that it was in
     */
    public static DeadLetter of(RefusedPoint refused, long receivedAtMillis, MessageProperties properties) {
        return new DeadLetter(
                refused.reason(), refused.detail(), receivedAtMillis, 1, properties.unpacked(), refused.original());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeadLetter that
                && reason == that.reason
                && detail.equals(that.detail)
                && receivedAtMillis == that.receivedAtMillis
                && pointsLost == that.pointsLost
                && properties.equals(that.properties)
                && Arrays.equals(original, that.original);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reason, detail, receivedAtMillis, pointsLost, properties, Arrays.hashCode(original));
    }

    @Override
    public String toString() {
        return reason.label() + ": " + detail + " (" + original.length + " bytes)";
    }
}
