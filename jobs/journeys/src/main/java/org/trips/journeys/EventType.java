package org.trips.journeys;

/** What a driver did that a journey counts. */
public enum EventType {
    BRAKING,
    ACCELERATION,
    CORNERING,
    SPEEDING;

    /** As it stands in documents. */
    public String label() {
        return switch (this) {
            case BRAKING -> "braking";
            case ACCELERATION -> "acceleration";
            case CORNERING -> "cornering";
            case SPEEDING -> "speeding";
        };
    }
}
