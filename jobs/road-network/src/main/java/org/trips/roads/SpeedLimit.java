package org.trips.roads;

/**
 * The limit that holds for one vehicle at one time.
 *
 * @param kmh as {@link RoadNetwork#speedLimitKmh} gives it
 * @param conditional whether it holds at some hours only
 * @param doubtful whether another may have held instead, by a condition that nobody can decide
 */
public record SpeedLimit(int kmh, boolean conditional, boolean doubtful) {}
