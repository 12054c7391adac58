package org.trips.matching.evaluation;

/** A truth names a way that the road network lacks, or that may not be driven in that direction there. */
public final class UnknownWayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownWayException(TrueWay way) {
        super("The road file has no way " + way.way() + " that is driven " + (way.forward() ? "forward" : "backward")
                + ".");
    }
}
