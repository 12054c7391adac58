package org.trips.cli.evaluate;

import java.util.List;
import org.trips.matching.PathLine;
import org.trips.matching.evaluation.TrueWay;

/**
 * One drive of a truth file.
 *
 * @param trace whose points it is the truth of; empty where the file names none
 * @param startMillis where only the points from then on are meant, in milliseconds since 1970 UTC
 * @param endMillis likewise, up to then
 * @param ways driven; empty where the truth is a line
 * @param lines driven, more than one where the truth has breaks; empty where ways are told
 */
public record TrueDrive(String trace, long startMillis, long endMillis, List<TrueWay> ways, List<PathLine> lines) {
    public TrueDrive {
        ways = List.copyOf(ways);
        lines = List.copyOf(lines);
    }

    /** Whether it is the truth of a part of the trace only. */
    public boolean isPart() {
        return startMillis > Long.MIN_VALUE || endMillis < Long.MAX_VALUE;
    }
}
