package org.trips.journeys.segmentation;

import org.trips.journeys.points.Point;

/** A point that has no part in a journey, and why. */
public record Dropped(Point point, DropReason reason) {}
