package org.trips.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What to simulate.
 *
 * @param vehicles how many, each with one device
 * @param span journeys that begin within it are driven to their end
 * @param seed the same seed and options give the same bytes
 * @param start of the span
 * @param zone by whose clock people work
 * @param devicePrefix what device ids begin with, before their number from 1
 * @param rough share of vehicles that sometimes brake, accelerate and corner harshly
 * @param speeding share of vehicles that sometimes drive far above a posted limit
 */
public record SimulationOptions(
        int vehicles,
        Duration span,
        long seed,
        Instant start,
        ZoneId zone,
        String devicePrefix,
        double rough,
        double speeding,
        Defects defects) {

    /** The beginning of simulated time where none is chosen: a Monday. */
    public static final Instant DEFAULT_START = Instant.parse("2026-03-02T00:00:00Z");

    /** @throws IllegalArgumentException if there is nothing to simulate, or a share is not between 0 and 1 */
    public SimulationOptions {
        if (vehicles < 1) {
            throw new IllegalArgumentException("Simulate 1 vehicle or more, not " + vehicles + ".");
        }
        if (span.isNegative() || span.isZero()) {
            throw new IllegalArgumentException("Simulate some time, not " + span + ".");
        }
        Defects.requireShare("rough vehicles", rough);
        Defects.requireShare("speeding vehicles", speeding);
    }

    /** A third of the vehicles rough, a third speeding, noise alone, from {@link #DEFAULT_START} on, in UTC. */
    public static SimulationOptions of(int vehicles, Duration span, long seed) {
        return new SimulationOptions(
                vehicles, span, seed, DEFAULT_START, ZoneId.of("UTC"), "d-", 1.0 / 3, 1.0 / 3, Defects.NOISE);
    }

    /** The same with other defects. */
    public SimulationOptions with(Defects others) {
        return new SimulationOptions(vehicles, span, seed, start, zone, devicePrefix, rough, speeding, others);
    }
}
