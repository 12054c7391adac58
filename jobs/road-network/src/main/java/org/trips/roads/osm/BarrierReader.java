package org.trips.roads.osm;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trips.roads.Barrier;

/**
 * Says of a node on a road what stands there and keeps cars from driving on. Follows the wiki's pages Key:barrier,
 * Key:access and Key:bollard. What the tags for access say of cars counts more than the kind of barrier; a kind that is
 * not known here is closed, as https://wiki.openstreetmap.org/wiki/Barriers has it.
 */
final class BarrierReader {
    private static final String BARRIER = "barrier";
    private static final String BOLLARD = "bollard";

    /** Slows cars down, or stops those that are too high. */
    private static final Set<String> OPEN = Set.of(
            "no",
            "entrance",
            "cattle_grid",
            "toll_booth",
            "border_control",
            "checkpoint",
            "sally_port",
            "kerb",
            "height_restrictor");

    private static final Set<String> GATES = Set.of(
            "gate",
            "lift_gate",
            "swing_gate",
            "sliding_gate",
            "sliding_beam",
            "hampshire_gate",
            "bump_gate",
            "security_control",
            "chain",
            "rope");
    /** Values of the tag "bollard": these go down or away for some. */
    private static final Set<String> MOVABLE = Set.of("rising", "removable", "foldable");

    private BarrierReader() {}

    /** Whether {@link #read} may find a barrier where there is such a tag; it finds none without one. */
    static boolean decidingKey(String key) {
        return key.equals(BARRIER);
    }

    /** The barrier that a node with the deciding key is, or empty where cars drive through. */
    static Optional<Barrier> read(Map<String, String> tags) {
        Optional<Access> said = Access.said(tags);
        if (said.isPresent()) {
            return switch (said.get()) {
                case OPEN -> Optional.empty();
                case RESTRICTED -> Optional.of(Barrier.GATE);
                case CLOSED -> Optional.of(Barrier.CLOSED);
            };
        }
        String kind = tags.get(BARRIER);
        if (OPEN.contains(kind)) {
            return Optional.empty();
        }
        boolean opens = GATES.contains(kind) || MOVABLE.contains(tags.getOrDefault(BOLLARD, ""));
        return Optional.of(opens ? Barrier.GATE : Barrier.CLOSED);
    }
}
