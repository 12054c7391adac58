package org.trips.journeys;

/** A unit in which a device may send its speeds, though metres per second are asked for. */
public enum SpeedUnit {
    METRES_PER_SECOND(1),
    KNOTS(3600 / 1852.0),
    KILOMETRES_PER_HOUR(3.6),
    MILES_PER_HOUR(3600 / 1609.344);

    private final double perMps;

    SpeedUnit(double perMps) {
        this.perMps = perMps;
    }

    /** How many of it are one metre per second. */
    public double perMps() {
        return perMps;
    }

    /** As it stands in documents. */
    public String label() {
        return switch (this) {
            case METRES_PER_SECOND -> "m/s";
            case KNOTS -> "knots";
            case KILOMETRES_PER_HOUR -> "km/h";
            case MILES_PER_HOUR -> "mph";
        };
    }
}
