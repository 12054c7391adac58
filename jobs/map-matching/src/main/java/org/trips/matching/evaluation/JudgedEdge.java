package org.trips.matching.evaluation;

/**
 * One edge of a path that was matched, held against what was driven.
 *
 * @param path index among the trace's paths
 * @param edge index among the path's edges
 * @param metres how much of it is judged: nothing at the ends of the drive, which are projections of noisy fixes
 * @param rightMetres how much of that was driven
 */
public record JudgedEdge(int path, int edge, double metres, double rightMetres) {}
