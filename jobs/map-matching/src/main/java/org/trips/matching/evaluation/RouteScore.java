package org.trips.matching.evaluation;

/**
 * How well matches agree with the true routes, over one trace or, added up, over many. Lengths in metres.
 *
 * @param traces how many were matched
 * @param trueMetres length of the true routes
 * @param missedMetres of the true routes, not driven by the match
 * @param addedMetres driven by the match beside the true routes
 * @param points of the traces
 * @param placedPoints those that have a place on the road
 * @param rightPoints those placed on a road that was driven there
 * @param breaks how often a match broke off and began anew
 * @param splitTraces traces that were not matched in one piece
 */
public record RouteScore(
        int traces,
        double trueMetres,
        double missedMetres,
        double addedMetres,
        long points,
        long placedPoints,
        long rightPoints,
        int breaks,
        int splitTraces) {
    /** What has not been measured yet. */
    public static final RouteScore NONE = new RouteScore(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public RouteScore plus(RouteScore other) {
        return new RouteScore(
                traces + other.traces,
                trueMetres + other.trueMetres,
                missedMetres + other.missedMetres,
                addedMetres + other.addedMetres,
                points + other.points,
                placedPoints + other.placedPoints,
                rightPoints + other.rightPoints,
                breaks + other.breaks,
                splitTraces + other.splitTraces);
    }

    /** Route mismatch fraction (Newson and Krumm 2009): (missed + added) ÷ true length; above 1 where much was added. */
    public double mismatch() {
        return missed() + added();
    }

    /** Length missed ÷ true length. */
    public double missed() {
        return missedMetres / trueMetres;
    }

    /** Length added ÷ true length. */
    public double added() {
        return addedMetres / trueMetres;
    }

    /** Points placed on the right road ÷ all points; one without a place is not right. */
    public double rightShare() {
        return (double) rightPoints / points;
    }

    /** Traces not matched in one piece ÷ all traces. */
    public double splitShare() {
        return (double) splitTraces / traces;
    }
}
