package org.trips.journeys.points;

/** What a device says of its vehicle's ignition at a fix; phones say nothing. */
public enum Ignition {
    UNKNOWN(0),
    OFF(1),
    ON(2);

    private final byte code;

    Ignition(int code) {
        this.code = (byte) code;
    }

    /** How the state is written in stored points. */
    byte code() {
        return code;
    }

    static Ignition ofCode(byte code) {
        for (Ignition state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("Stored points name ignition state " + code + ", which there is not.");
    }
}
