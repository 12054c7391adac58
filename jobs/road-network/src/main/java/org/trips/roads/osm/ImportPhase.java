package org.trips.roads.osm;

/** What an import is doing; the phases come in this order. */
public enum ImportPhase {
    READING_WAYS,
    READING_NODES,
    WRITING
}
