package org.trips.journeys;

/** How far a journey can still change. From the least settled to the most. */
public enum JourneyStatus {
    /** Only the device's silence ended it. */
    PROVISIONAL,
    /** Later points of the same device prove its end; late uploads may still change it. */
    COMPLETE,
    /** Nothing changes it any more: a bill may rest on it. */
    SETTLED;

    /** As it stands in documents. */
    public String label() {
        return switch (this) {
            case PROVISIONAL -> "provisional";
            case COMPLETE -> "complete";
            case SETTLED -> "settled";
        };
    }

    public JourneyStatus leastSettled(JourneyStatus other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
