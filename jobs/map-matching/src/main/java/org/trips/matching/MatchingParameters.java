package org.trips.matching;

/**
 * What the matcher believes about fixes and drivers. Distances in metres, speeds in metres per second; costs are
 * negative natural logarithms of probabilities, so a cost of 7 makes something a thousand times less likely.
 *
 * <p>Where each value comes from, and on which drives it was chosen, stands in the module's README.
 *
 * @param unknownSigma standard deviation per axis of a fix that has no accuracy, in a trace too sparse to measure it
 * @param smallestSigma no fix is believed to be better than this: maps have errors too
 * @param largestSigma no fix is believed to be worse than this
 * @param redundantSigmas a fix closer than this many standard deviations to the last one used adds nothing to the search
 *     (2 in Newson and Krumm 2009)
 * @param searchSigmas candidates are looked for within this many standard deviations
 * @param largestRadius and, when there are none, within ever larger circles up to this radius
 * @param mostCandidates at most this many directed edges are candidates of one fix, the nearest
 * @param detourScale mean difference between distance driven and straight distance over short steps (beta in Newson and
 *     Krumm)
 * @param detourShare grows that mean by this share of the straight distance, because long steps hide more bends
 * @param turnBackCost cost of turning round in the road or at a junction that is no dead end; forbidden turns, gates and
 *     closed barriers cost in proportion to how far {@link org.trips.roads.RouteSearch} goes out of its way for them
 * @param sideRoadCost cost of driving from a public road onto a service or private one
 * @param headingCost largest cost of a heading that contradicts the road, however much it does
 * @param outlierCost cost of declaring a fix an outlier; further ones in a row cost less each
 * @param fastest a gap that would need a higher mean speed on the roads is a break
 */
public record MatchingParameters(
        double unknownSigma,
        double smallestSigma,
        double largestSigma,
        double redundantSigmas,
        double searchSigmas,
        double largestRadius,
        int mostCandidates,
        double detourScale,
        double detourShare,
        double turnBackCost,
        double sideRoadCost,
        double headingCost,
        double outlierCost,
        double fastest) {

    /** The values that the accuracy table in the module's README was measured with. */
    public static MatchingParameters defaults() {
        return new MatchingParameters(8, 5, 60, 2, 5, 200, 24, 1, 0.05, 10, 1, 4, 12, 70);
    }
}
