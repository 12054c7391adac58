package org.trips.journeys;

/** A position on the ground in millionths of a degree, WGS 84. */
public record Place(int latitudeE6, int longitudeE6) {}
