package org.trips.cli;

/** What a person is told where no point lies near the roads given: the two mistakes that everybody makes once. */
final class OtherRoads {
    static final String HINT = "trips: no point lies near these roads: is it the right extract, and are latitude and"
            + " longitude not swapped?";

    private OtherRoads() {}
}
