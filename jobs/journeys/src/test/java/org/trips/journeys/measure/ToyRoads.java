package org.trips.journeys.measure;

import java.nio.file.Path;
import org.trips.roads.Earth;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadFileException;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/**
 * One road that runs north from where a {@link Drive} starts: 1 km residential with a limit of 50, 1 km secondary
 * with 80, 1 km tertiary whose limit nobody knows, 1 km motorway without a limit, then 3 km secondary with 80. There
 * it ends.
 */
final class ToyRoads {
    private static final int KILOMETRES = 7;
    private static final double DEGREES_PER_KILOMETRE = 1000 / (Earth.RADIUS_METRES * Math.toRadians(1));

    private ToyRoads() {}

    static RoadNetwork in(Path folder) throws RoadFileException {
        RoadNetworkBuilder builder = new RoadNetworkBuilder();
        for (int kilometre = 0; kilometre <= KILOMETRES; kilometre++) {
            builder.addNode(kilometre, Drive.START_LATITUDE + kilometre * DEGREES_PER_KILOMETRE, Drive.START_LONGITUDE);
        }
        builder.addWay(Way.of(1, RoadClass.RESIDENTIAL).limitKmh(50), 0, 1);
        builder.addWay(Way.of(2, RoadClass.SECONDARY).limitKmh(80), 1, 2);
        builder.addWay(Way.of(3, RoadClass.TERTIARY), 2, 3);
        builder.addWay(Way.of(4, RoadClass.MOTORWAY).limitKmh(RoadNetwork.UNLIMITED), 3, 4);
        builder.addWay(Way.of(5, RoadClass.SECONDARY).limitKmh(80), 4, 5, 6, 7);
        Path file = folder.resolve("toy.roads");
        builder.write(file);
        return RoadNetwork.open(file);
    }
}
