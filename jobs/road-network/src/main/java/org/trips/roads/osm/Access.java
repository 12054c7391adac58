package org.trips.roads.osm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a car or a van may drive somewhere. The most special of the tags motorcar, motor_vehicle, vehicle and access
 * decides, as https://wiki.openstreetmap.org/wiki/Key:access has it.
 */
enum Access {
    /** Open to everybody, or nothing is said. */
    OPEN,
    /** For some only: private, destination, customers, delivery, agricultural and the like. Real vehicles are there. */
    RESTRICTED,
    CLOSED;

    private static final List<String> KEYS = List.of("motorcar", "motor_vehicle", "vehicle", "access");
    private static final Set<String> OPEN_VALUES =
            Set.of("yes", "permissive", "designated", "official", "public", "unknown", "discouraged");
    private static final Set<String> CLOSED_VALUES =
            Set.of("no", "emergency", "psv", "bus", "bicycle", "foot", "pedestrian", "horse", "ski", "disused");

    /** What a way's tags say for both directions. */
    static Access of(Map<String, String> tags) {
        return said(tags).orElse(OPEN);
    }

    /** What tags say, if they say anything. */
    static Optional<Access> said(Map<String, String> tags) {
        return first(KEYS, "", tags);
    }

    /**
     * What they say for one direction alone.
     *
     * @param direction ":forward" or ":backward"
     */
    static Access of(Map<String, String> tags, String direction) {
        return first(KEYS, direction, tags).orElse(OPEN);
    }

    /** Whether motor vehicles are named and let in, which ferries and footways have to do. */
    static boolean invitesMotorVehicles(Map<String, String> tags) {
        return first(KEYS.subList(0, 2), "", tags)
                .filter(access -> access != CLOSED)
                .isPresent();
    }

    private static Optional<Access> first(List<String> keys, String suffix, Map<String, String> tags) {
        for (String key : keys) {
            String value = tags.get(key + suffix);
            if (value != null) {
                if (CLOSED_VALUES.contains(value)) {
                    return Optional.of(CLOSED);
                }
                return Optional.of(OPEN_VALUES.contains(value) ? OPEN : RESTRICTED);
            }
        }
        return Optional.empty();
    }
}
