package org.trips.cli.evaluate;

import org.trips.matching.Trace;
import org.trips.matching.evaluation.TrueRoute;

/**
 * The points of one drive and what was truly driven.
 *
 * @param name the trace, and where it is a part of it, from when on
 */
public record KnownDrive(String name, Trace trace, TrueRoute route) {}
