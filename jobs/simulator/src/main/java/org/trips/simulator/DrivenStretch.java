package org.trips.simulator;

/**
 * A stretch of one OSM way as a vehicle drove it.
 *
 * @param forward along the way's own direction
 * @param fromMetres along the way in the way's own direction, where the stretch was entered
 * @param toMetres likewise, where it was left: less than {@code fromMetres} where the way was driven backward
 */
public record DrivenStretch(long way, boolean forward, double fromMetres, double toMetres) {

    /** How long the stretch is. */
    public double metres() {
        return Math.abs(toMetres - fromMetres);
    }
}
