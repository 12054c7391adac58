package org.trips.journeys.measure;

import org.trips.journeys.EventType;

/** One measurement above a threshold, or several merged, from a point to a point, with the largest magnitude in m/s². */
record HarshHit(EventType type, int fromPoint, int toPoint, double magnitudeMps2) {}
