package org.trips.matching.evaluation;

import java.util.List;
import org.trips.matching.MatchedTrace;

/** What was truly driven, to hold a match against. Immutable and thread-safe. */
public sealed interface TrueRoute permits TrueEdges, TrueLine {
    RouteScore score(MatchedTrace matched);

    /** Every edge of the paths, in driving order, and how much of it is right. */
    List<JudgedEdge> judge(MatchedTrace matched);

    double lengthMetres();
}
