package org.trips.journeys.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.trips.journeys.policies.VehicleClass;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;

/**
 * What is usual by class of road in one country, for roads of which no limit is known. Used only where whoever runs the
 * program asks for it; its id is stamped on every journey that it had a say in. Immutable.
 *
 * @param id not blank
 * @param country two letters (ISO 3166), for whoever reads it: it applies to all roads that a journey drives on
 * @param limitsKmh for all vehicles; classes that it does not name stay unknown
 * @param vehicles limits that hold for a vehicle class instead
 */
public record DefaultLimits(
        String id,
        String country,
        Map<RoadClass, Integer> limitsKmh,
        Map<VehicleClass, Map<RoadClass, Integer>> vehicles) {

    public DefaultLimits {
        Objects.requireNonNull(id, "id");
        if (id.isBlank()) {
            throw new IllegalArgumentException("id must not be empty: it is stamped on journeys");
        }
        if (!country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("country is '" + country + "'; two capital letters are wanted, like FI");
        }
        limitsKmh = checked(limitsKmh);
        Map<VehicleClass, Map<RoadClass, Integer>> copy = new EnumMap<>(VehicleClass.class);
        vehicles.forEach((vehicle, limits) -> copy.put(vehicle, checked(limits)));
        vehicles = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads a table from YAML.
     *
     * @throws ProfileException naming the file, the line and the key, if something is wrong with it
     * @throws IOException if the file cannot be read
     */
    public static DefaultLimits load(Path file) throws IOException {
        try (InputStream yaml = Files.newInputStream(file)) {
            return ProfileReader.read(
                    yaml, file.toString(), DefaultLimits.class, "a table states id, country, limitsKmh and vehicles");
        }
    }

    /** In km/h; empty where the table says nothing. */
    public OptionalInt limitKmh(RoadClass road, VehicleClass vehicle) {
        Integer limit = vehicles.getOrDefault(vehicle, Map.of()).getOrDefault(road, limitsKmh.get(road));
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    private static Map<RoadClass, Integer> checked(Map<RoadClass, Integer> limits) {
        Map<RoadClass, Integer> copy = new EnumMap<>(RoadClass.class);
        limits.forEach((road, limit) -> {
            if (limit == null || limit <= RoadNetwork.UNKNOWN_LIMIT || limit >= RoadNetwork.UNLIMITED) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s: %d is no limit in km/h", road.label(), limit));
            }
            copy.put(road, limit);
        });
        return Collections.unmodifiableMap(copy);
    }
}
