package org.trips.roads.osm;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.trips.roads.PostedLimits;
import org.trips.roads.RoadClass;
import org.trips.roads.Way;

/**
 * Says of an OpenStreetMap way what it is to somebody who drives a car or a van, or that it is nothing to him. Follows
 * the wiki's pages Key:highway, Key:oneway, Key:access, Key:junction and Tag:route=ferry. Immutable and thread-safe.
 */
final class WayReader {
    private static final Map<String, RoadClass> CLASSES = classes();
    /** Not made for motor vehicles, but some have signs that let them in. */
    private static final Set<String> BY_INVITATION =
            Set.of("pedestrian", "footway", "cycleway", "path", "bridleway", "busway");
    /** Both carry vehicles: ships and, through tunnels, trains. */
    private static final Set<String> CARRIERS = Set.of("ferry", "shuttle_train");

    private static final Set<String> CIRCLES = Set.of("roundabout", "circular");

    private enum Direction {
        FORWARD,
        BACKWARD,
        BOTH
    }

    private final SpeedLimits limits = new SpeedLimits();

    /** Whether {@link #read} may keep a way with such a tag; it keeps none without one. */
    static boolean decidingKey(String key) {
        return key.equals("highway") || key.equals("route");
    }

    /** The way, or empty where no motor vehicle drives on it. */
    Optional<Way> read(long id, Map<String, String> tags) {
        Optional<RoadClass> roadClass = roadClass(tags);
        Access access = Access.of(tags);
        // A closed line with area=yes is the outline of a place, and nobody drives along the outline.
        if (roadClass.isEmpty() || access == Access.CLOSED || "yes".equals(tags.get("area"))) {
            return Optional.empty();
        }
        Access forwardAccess = Access.of(tags, ":forward");
        Access backwardAccess = Access.of(tags, ":backward");
        Direction direction = direction(tags);
        boolean forward = direction != Direction.BACKWARD && forwardAccess != Access.CLOSED;
        boolean backward = direction != Direction.FORWARD && backwardAccess != Access.CLOSED;
        if (!forward && !backward) {
            return Optional.empty();
        }
        boolean carried = roadClass.get() == RoadClass.FERRY;
        return Optional.of(new Way(
                id,
                roadClass.get(),
                forward,
                backward,
                carried ? PostedLimits.UNKNOWN : limits.forward(tags),
                carried ? PostedLimits.UNKNOWN : limits.backward(tags),
                circle(tags),
                access == Access.RESTRICTED
                        || forwardAccess == Access.RESTRICTED
                        || backwardAccess == Access.RESTRICTED,
                tags.getOrDefault("name", ""),
                tags.getOrDefault("ref", "")));
    }

    private static Optional<RoadClass> roadClass(Map<String, String> tags) {
        if (CARRIERS.contains(tags.getOrDefault("route", ""))) {
            return Access.invitesMotorVehicles(tags) ? Optional.of(RoadClass.FERRY) : Optional.empty();
        }
        String highway = tags.getOrDefault("highway", "");
        if (BY_INVITATION.contains(highway)) {
            return Access.invitesMotorVehicles(tags) ? Optional.of(RoadClass.OTHER) : Optional.empty();
        }
        return Optional.ofNullable(CLASSES.get(highway));
    }

    private static Direction direction(Map<String, String> tags) {
        String oneway = tags.getOrDefault(
                "oneway:motorcar",
                tags.getOrDefault(
                        "oneway:motor_vehicle", tags.getOrDefault("oneway:vehicle", tags.getOrDefault("oneway", ""))));
        boolean implied = circle(tags) || "motorway".equals(tags.get("highway"));
        return switch (oneway) {
            case "yes", "true", "1" -> Direction.FORWARD;
            case "-1", "reverse" -> Direction.BACKWARD;
            // The direction of a reversible road depends on the hour: both are seen on it.
            case "no", "false", "0", "reversible", "alternating" -> Direction.BOTH;
            default -> implied ? Direction.FORWARD : Direction.BOTH;
        };
    }

    private static boolean circle(Map<String, String> tags) {
        return CIRCLES.contains(tags.getOrDefault("junction", ""));
    }

    private static Map<String, RoadClass> classes() {
        Map<String, RoadClass> classes = Arrays.stream(RoadClass.values())
                .filter(roadClass -> roadClass != RoadClass.FERRY && roadClass != RoadClass.OTHER)
                .collect(Collectors.toMap(RoadClass::label, Function.identity()));
        // A road of which nobody has said yet what it is.
        classes.put("road", RoadClass.OTHER);
        return classes;
    }
}
