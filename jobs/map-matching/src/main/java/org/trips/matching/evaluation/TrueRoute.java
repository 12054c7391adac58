package org.trips.matching.evaluation;

import org.trips.matching.MatchedTrace;

/** What was truly driven, to hold a match against. Immutable and thread-safe. */
public sealed interface TrueRoute permits TrueEdges, TrueLine {
    RouteScore score(MatchedTrace matched);

    double lengthMetres();
}
