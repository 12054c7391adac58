package org.trips.journeys;

/** Why the speed at a point of a journey is not the device's own word. */
public enum SpeedDoubt {
    /** The device sent none. */
    MISSING,
    /** Faster than any vehicle the profile knows. */
    IMPOSSIBLE,
    /** It leaps away from the speeds around and back, as no vehicle does. */
    SPIKE,
    /** One value again and again, mostly 0, while the positions tell another speed. */
    FROZEN,
    /** The positions tell another speed, for long enough to be no error of theirs. */
    CONTRADICTED;

    /** As it stands in documents. */
    public String label() {
        return switch (this) {
            case MISSING -> "missing";
            case IMPOSSIBLE -> "impossible";
            case SPIKE -> "spike";
            case FROZEN -> "frozen";
            case CONTRADICTED -> "contradicted";
        };
    }
}
