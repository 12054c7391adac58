package org.trips.journeys;

/** What a journey's distance was measured along. */
public enum DistanceSource {
    /** The roads it was matched to. */
    ROADS,
    /** Straight lines between its fixes, where too little of it lies on known roads. */
    GPS;

    /** As it stands in documents. */
    public String label() {
        return switch (this) {
            case ROADS -> "roads";
            case GPS -> "gps";
        };
    }
}
