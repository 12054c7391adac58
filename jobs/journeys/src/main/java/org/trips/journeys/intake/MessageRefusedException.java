package org.trips.journeys.intake;

/** Leaves the reading of a message that is refused as a whole; the message says why. It carries no stack. */
public final class MessageRefusedException extends Exception {
    private final transient Refusal refusal;

    MessageRefusedException(DeadLetterReason reason, String detail, int pointsLost) {
        super(detail, null, false, false);
        this.refusal = new Refusal(reason, detail, pointsLost);
    }

    /** Why it is refused. */
    public Refusal refusal() {
        return refusal;
    }
}
