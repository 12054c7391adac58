package org.trips.roads;

import java.util.List;
import java.util.OptionalLong;

/**
 * A turn that must not be taken, or the only one that may, in OpenStreetMap's terms: from a way, over a node or over
 * whole ways, to a way. Immutable.
 *
 * @param only whether everything but this path is forbidden to those who come from its first way, and not the path;
 *     turning back is never meant by that
 * @param fromWays each of them; one, but where several roads must not be entered or left
 * @param viaNode empty where the turn goes over ways
 * @param viaWays in the order driven; empty where the turn goes over a node
 * @param toWays each of them
 */
public record TurnRestriction(
        long id, boolean only, List<Long> fromWays, OptionalLong viaNode, List<Long> viaWays, List<Long> toWays) {

    public TurnRestriction {
        fromWays = List.copyOf(fromWays);
        viaWays = List.copyOf(viaWays);
        toWays = List.copyOf(toWays);
        if (viaNode.isPresent() != viaWays.isEmpty()) {
            throw new IllegalArgumentException("restriction " + id + " needs a node or ways to go over, and not both");
        }
    }

    /** Forbids the turn at a node from one way onto another; onto the same one, it forbids turning back there. */
    public static TurnRestriction no(long id, long fromWay, long viaNode, long toWay) {
        return at(id, false, fromWay, viaNode, toWay);
    }

    /** Forbids every way on at a node but that onto one way, and turning back; onto the same one, but turning back. */
    public static TurnRestriction only(long id, long fromWay, long viaNode, long toWay) {
        return at(id, true, fromWay, viaNode, toWay);
    }

    private static TurnRestriction at(long id, boolean only, long fromWay, long viaNode, long toWay) {
        return new TurnRestriction(id, only, List.of(fromWay), OptionalLong.of(viaNode), List.of(), List.of(toWay));
    }

    /** The same turn over whole ways. */
    public TurnRestriction overWays(Long... ways) {
        return new TurnRestriction(id, only, fromWays, OptionalLong.empty(), List.of(ways), toWays);
    }
}
