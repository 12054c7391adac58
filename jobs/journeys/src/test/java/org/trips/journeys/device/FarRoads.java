package org.trips.journeys.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/** Roads that nobody drives on: a journey tells by which of them it was computed, and needs no time to be matched. */
final class FarRoads {
    private static final Map<Integer, RoadNetwork> KNOWN = new ConcurrentHashMap<>();

    private FarRoads() {}

    /** Each number is another network. */
    static RoadNetwork numbered(int number) {
        return KNOWN.computeIfAbsent(number, FarRoads::build);
    }

    private static RoadNetwork build(int number) {
        try {
            Path file = Files.createTempFile("far", ".roads");
            new RoadNetworkBuilder()
                    .addNode(1, 0, 0)
                    .addNode(2, 0, 0.01)
                    .addWay(Way.of(number, RoadClass.SECONDARY), 1, 2)
                    .write(file);
            RoadNetwork roads = RoadNetwork.open(file);
            Files.delete(file);
            return roads;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
