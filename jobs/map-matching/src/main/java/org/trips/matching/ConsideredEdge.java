package org.trips.matching;

/**
 * One place where a fix may have been: a state of the hidden Markov model. Costs are negative log-likelihoods.
 *
 * @param edge directed edge of the road network
 * @param latitude of the place on it nearest to the fix, in degrees
 * @param longitude of the same place, in degrees
 * @param emissionCost of the fix lying beside that place
 * @param totalCost of the cheapest way from the trace's start to here; infinite where none led here
 * @param move how that way came here from the fix before: start, along, turn, next or route
 */
public record ConsideredEdge(
        int edge, double latitude, double longitude, double emissionCost, double totalCost, String move) {}
