package org.trips.simulator;

/** Where a vehicle truly was at one moment, before any receiver saw it. The heading is in radians clockwise from north. */
record TrueFix(long timeMillis, double latitude, double longitude, double speedMps, double heading, int edge) {}
