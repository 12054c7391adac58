package org.trips.journeys.intake;

/**
 * One point that was refused while the rest of its upload was taken.
 *
 * @param detail a sentence for a human: which field was wrong, and how
 * @param original a message of this one point alone, which can be sent again as it is: the point in the bytes the device
 *     sent, or, where only its time was wrong, in the product's own format
 */
// Nobody compares the bytes: a refused point goes from the decoder to a dead letter.
@SuppressWarnings("ArrayRecordComponent")
public record RefusedPoint(DeadLetterReason reason, String detail, byte[] original) {}
