package org.trips.roads;

import java.util.Locale;

/** What kind of road it is: OpenStreetMap's {@code highway} values for motor traffic, ferries, and the rest. */
public enum RoadClass {
    MOTORWAY,
    MOTORWAY_LINK,
    TRUNK,
    TRUNK_LINK,
    PRIMARY,
    PRIMARY_LINK,
    SECONDARY,
    SECONDARY_LINK,
    TERTIARY,
    TERTIARY_LINK,
    UNCLASSIFIED,
    RESIDENTIAL,
    LIVING_STREET,
    SERVICE,
    TRACK,
    FERRY,
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As in OpenStreetMap and in documents, like {@code motorway_link}. */
    public String label() {
        return label;
    }
}
