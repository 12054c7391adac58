package org.trips.journeys.measure;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import org.trips.journeys.LimitSource;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.roads.RoadNetwork;
import org.trips.roads.SpeedLimit;
import org.trips.roads.TransportMode;

/**
 * Which limit held for a device's vehicle on an edge at a time: what is posted for its class, by the hour of its policy's
 * time zone; where nothing is, the table of default limits if there is one. A device without a policy counts as a car,
 * whose limits are the highest, and what time it was there is not known.
 */
final class LimitLookup {
    private final RoadNetwork roads;
    private final DeviceAssignments assignments;
    private final DefaultLimits defaults;

    /** @param defaults or null */
    LimitLookup(RoadNetwork roads, DeviceAssignments assignments, DefaultLimits defaults) {
        this.roads = roads;
        this.assignments = assignments;
        this.defaults = defaults;
    }

    /** @param edge or {@link Course#NO_EDGE} */
    KnownLimit at(int edge, long millis) {
        if (edge == Course.NO_EDGE) {
            return KnownLimit.UNKNOWN;
        }
        KnownLimit posted =
                roads.limitsVary(edge) ? varying(edge, millis) : KnownLimit.posted(roads.speedLimitKmh(edge));
        return posted.source() == LimitSource.UNKNOWN && defaults != null ? byTable(edge, millis, posted) : posted;
    }

    private KnownLimit varying(int edge, long millis) {
        Instant time = Instant.ofEpochMilli(millis);
        Optional<PolicyAssignment> policy = assignments.at(time);
        LocalDateTime local = policy.map(held -> LocalDateTime.ofInstant(time, held.timeZone()))
                .orElse(null);
        SpeedLimit limit = roads.speedLimit(edge, mode(vehicle(policy)), local);
        LimitSource source = limit.kmh() == RoadNetwork.UNKNOWN_LIMIT
                ? LimitSource.UNKNOWN
                : limit.conditional() ? LimitSource.CONDITIONAL : LimitSource.TAGGED;
        return new KnownLimit(limit.kmh(), source, limit.doubtful());
    }

    private KnownLimit byTable(int edge, long millis, KnownLimit posted) {
        VehicleClass vehicle = vehicle(assignments.at(Instant.ofEpochMilli(millis)));
        OptionalInt limit = defaults.limitKmh(roads.roadClass(edge), vehicle);
        return limit.isEmpty() ? posted : new KnownLimit(limit.getAsInt(), LimitSource.DEFAULT, posted.doubtful());
    }

    private static VehicleClass vehicle(Optional<PolicyAssignment> policy) {
        return policy.map(PolicyAssignment::vehicleClass).orElse(VehicleClass.CAR);
    }

    private static TransportMode mode(VehicleClass vehicle) {
        return switch (vehicle) {
            case CAR -> TransportMode.MOTORCAR;
            case VAN -> TransportMode.GOODS;
            case LORRY -> TransportMode.HGV;
        };
    }
}
