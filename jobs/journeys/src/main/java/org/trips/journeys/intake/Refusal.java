package org.trips.journeys.intake;

/**
 * Why a whole message was refused.
 *
 * @param detail a sentence for a human: what was wrong, and where
 * @param pointsLost how many points could be told in the message before it was given up; 0 where none could
 */
public record Refusal(DeadLetterReason reason, String detail, int pointsLost) {}
