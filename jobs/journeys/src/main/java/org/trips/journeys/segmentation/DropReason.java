package org.trips.journeys.segmentation;

/** Why a point that could be read is in no journey, or has no part in its journey's numbers. */
public enum DropReason {
    /** The device itself gave an error radius too large to place the vehicle. */
    INACCURATE,
    /** No vehicle gets from the fixes around it to this one and back in the time. */
    JUMP,
    /** The vehicle stood between two journeys. */
    PARKED,
    /** It moved, but too short or too briefly to be a journey. */
    TOO_SHORT,
    /** It is dated days ahead of the others, or one of the device's first two: no three points have come that far yet. */
    UNCONFIRMED;

    /** As it stands in documents and metric names. */
    public String label() {
        return switch (this) {
            case INACCURATE -> "inaccurate";
            case JUMP -> "jump";
            case PARKED -> "parked";
            case TOO_SHORT -> "tooShort";
            case UNCONFIRMED -> "unconfirmed";
        };
    }
}
