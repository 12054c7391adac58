package org.trips.roads;

/**
 * What became of the restrictions and barriers that were handed to a {@link RoadNetworkBuilder}.
 *
 * @param restrictions those that forbid a turn which the roads have; the others are broken, ambiguous, or of ways that
 *     are not there
 * @param closed barriers no car passes, between two roads
 * @param gates likewise, passed by some
 */
public record WrittenTurns(int restrictions, int closed, int gates) {}
