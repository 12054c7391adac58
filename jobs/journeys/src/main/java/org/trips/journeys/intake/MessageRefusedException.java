package org.trips.journeys.intake;

/** Leaves the reading of a message that is refused as a whole. It never leaves this package, and carries no stack. */
final class MessageRefusedException extends Exception {
    private final transient Refusal refusal;

    MessageRefusedException(DeadLetterReason reason, String detail, int pointsLost) {
        super(detail, null, false, false);
        this.refusal = new Refusal(reason, detail, pointsLost);
    }

    Refusal refusal() {
        return refusal;
    }
}
