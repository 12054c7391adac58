package org.trips.matching.evaluation;

/**
 * A way of OpenStreetMap, or a part of it, as it was truly driven. Metres count along the way's own direction from its
 * first node, so they fall where it was driven backward.
 *
 * @param forward in the direction of the way's nodes
 * @param fromMetres where driving on it began, or NaN: at its beginning as driven
 * @param toMetres where driving on it ended, or NaN: at its end as driven
 */
public record TrueWay(long way, boolean forward, double fromMetres, double toMetres) {
    /** A way driven from one end to the other. */
    public static TrueWay whole(long way, boolean forward) {
        return new TrueWay(way, forward, Double.NaN, Double.NaN);
    }
}
