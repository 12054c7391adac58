package org.trips.journeys;

/** How many harsh events of one kind were of which severity. */
public record SeverityCounts(long low, long medium, long high) {
    public static final SeverityCounts NONE = new SeverityCounts(0, 0, 0);

    /** One more of that severity. */
    public SeverityCounts with(Severity severity) {
        return switch (severity) {
            case LOW -> new SeverityCounts(low + 1, medium, high);
            case MEDIUM -> new SeverityCounts(low, medium + 1, high);
            case HIGH -> new SeverityCounts(low, medium, high + 1);
        };
    }

    SeverityCounts plus(SeverityCounts other, int sign) {
        return new SeverityCounts(low + sign * other.low, medium + sign * other.medium, high + sign * other.high);
    }
}
