package org.trips.roads;

import java.util.Locale;

/** Kinds of vehicle that have limits of their own: OpenStreetMap's transport modes. */
public enum TransportMode {
    /** Passenger cars. */
    MOTORCAR(1),
    /** Goods vehicles of up to 3.5 t. */
    GOODS(1 << 1),
    /** Goods vehicles above 3.5 t. */
    HGV(1 << 2);

    /** All of them, as {@link LimitRule#modes} has it. */
    public static final int ALL = (1 << values().length) - 1;

    private final String label = name().toLowerCase(Locale.ROOT);
    private final int bit;

    TransportMode(int bit) {
        this.bit = bit;
    }

    /** As in OpenStreetMap's keys. */
    public String label() {
        return label;
    }

    /** This one alone, as {@link LimitRule#modes} has it. */
    public int bit() {
        return bit;
    }
}
