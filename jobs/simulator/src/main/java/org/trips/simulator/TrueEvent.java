package org.trips.simulator;

import org.trips.journeys.EventType;

/**
 * Something harsh or too fast that a vehicle did beyond doubt.
 *
 * @param peak the greatest braking, acceleration or pull sideways in m/s² (a magnitude), or the speed above the limit in
 *     m/s
 */
public record TrueEvent(EventType type, long startMillis, double seconds, double peak) {}
