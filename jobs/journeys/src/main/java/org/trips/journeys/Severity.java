package org.trips.journeys;

/** How harsh a harsh event was, by the profile that found it. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH;

    /** As it stands in documents. */
    public String label() {
        return switch (this) {
            case LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
        };
    }
}
