package org.trips.journeys.measure;

import org.trips.journeys.EventType;

/** One measurement above a threshold, from a point to a point, with its magnitude in m/s². */
record HarshHit(EventType type, int fromPoint, int toPoint, double magnitudeMps2) {}
