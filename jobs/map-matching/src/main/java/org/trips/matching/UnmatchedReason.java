package org.trips.matching;

/** Why a point of a trace has no place on the road. */
public enum UnmatchedReason {
    /** Its time lies before points already taken: the longest run of points in time order goes on without it. */
    OUT_OF_ORDER,
    /** Latitude or longitude is not a number or out of range. */
    NOT_A_POSITION,
    /** No road lies within the search radius. */
    NO_ROAD_NEAR,
    /** It fits neither the points before nor those after it: no car could have driven there and back. */
    OUTLIER;

    /** The reason in lower case with hyphens, as files show it. */
    public String label() {
        return switch (this) {
            case OUT_OF_ORDER -> "out-of-order";
            case NOT_A_POSITION -> "not-a-position";
            case NO_ROAD_NEAR -> "no-road-near";
            case OUTLIER -> "outlier";
        };
    }
}
