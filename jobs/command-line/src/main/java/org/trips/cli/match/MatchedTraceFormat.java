package org.trips.cli.match;

import java.io.IOException;
import org.trips.matching.MatchedTrace;
import org.trips.matching.Trace;

/** How matched traces are written to a file: one after the other, with something before, between and after them. */
public interface MatchedTraceFormat {
    /** Where a vehicle was not seen for longer, the way between is a guess at what drivers choose. */
    double GAP_SECONDS = 30;

    String before();

    String between();

    String after();

    String trace(String id, Trace trace, MatchedTrace matched) throws IOException;
}
