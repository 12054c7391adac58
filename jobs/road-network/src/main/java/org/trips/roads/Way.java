package org.trips.roads;

import java.util.Objects;

/**
 * What holds for a whole OpenStreetMap way, as importers and tests hand it to {@link RoadNetworkBuilder}. Immutable.
 *
 * @param forward whether it may be driven in the direction of its nodes; at least one of the two directions is open
 * @param forwardLimits what is posted in the direction of its nodes
 * @param backwardLimits what is posted against it
 * @param privateAccess driven only at a journey's ends: private, destination, customers and the like
 * @param name "" where there is none
 * @param ref the road's number, like "A 1"; "" where there is none
 */
public record Way(
        long id,
        RoadClass roadClass,
        boolean forward,
        boolean backward,
        PostedLimits forwardLimits,
        PostedLimits backwardLimits,
        boolean roundabout,
        boolean privateAccess,
        String name,
        String ref) {

    public Way {
        Objects.requireNonNull(roadClass, "roadClass");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(ref, "ref");
        if (!forward && !backward) {
            throw new IllegalArgumentException("way " + id + " may be driven in neither direction");
        }
        Objects.requireNonNull(forwardLimits, "forwardLimits");
        Objects.requireNonNull(backwardLimits, "backwardLimits");
    }

    /** A public two-way street without a name whose limit is unknown. */
    public static Way of(long id, RoadClass roadClass) {
        PostedLimits unknown = PostedLimits.UNKNOWN;
        return new Way(id, roadClass, true, true, unknown, unknown, false, false, "", "");
    }

    /** The same way, open in the direction of its nodes only. */
    public Way oneway() {
        return directions(true, false);
    }

    /** The same way, open against the direction of its nodes only. */
    public Way onewayAgainst() {
        return directions(false, true);
    }

    /** The same way with one limit for both directions. */
    public Way limitKmh(int limit) {
        return limitsKmh(limit, limit);
    }

    /** The same way with a limit for each direction. */
    public Way limitsKmh(int forwardLimit, int backwardLimit) {
        return limits(PostedLimits.ofAll(forwardLimit), PostedLimits.ofAll(backwardLimit));
    }

    /** The same way with what is posted for each direction. */
    public Way limits(PostedLimits forThere, PostedLimits forBack) {
        return new Way(id, roadClass, forward, backward, forThere, forBack, roundabout, privateAccess, name, ref);
    }

    /** The same way as a roundabout, open in the direction of its nodes only. */
    public Way asRoundabout() {
        return new Way(id, roadClass, true, false, forwardLimits, backwardLimits, true, privateAccess, name, ref);
    }

    /** The same way, driven only at a journey's ends. */
    public Way asPrivate() {
        return new Way(id, roadClass, forward, backward, forwardLimits, backwardLimits, roundabout, true, name, ref);
    }

    /** The same way with a name and a number. */
    public Way named(String newName, String newRef) {
        return new Way(
                id,
                roadClass,
                forward,
                backward,
                forwardLimits,
                backwardLimits,
                roundabout,
                privateAccess,
                newName,
                newRef);
    }

    private Way directions(boolean openForward, boolean openBackward) {
        return new Way(
                id,
                roadClass,
                openForward,
                openBackward,
                forwardLimits,
                backwardLimits,
                roundabout,
                privateAccess,
                name,
                ref);
    }
}
