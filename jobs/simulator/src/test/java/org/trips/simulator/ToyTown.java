package org.trips.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/**
 * A chequerboard of streets 160 m apart, eight by eight, with a posted limit of 50 km/h in one direction and none in the
 * other; beside it what nobody should drive on: a ferry, a private drive, and a one-way street out of town.
 */
final class ToyTown {
    static final long FIRST_WAY_NOBODY_DRIVES = 900;
    static final long SECOND_TOWN = 100_000;

    private static final int STREETS = 8;
    private static final double SOUTH = 60.0;
    private static final double WEST = 24.0;
    /** 160 m north, and 160 m east at 60 degrees north. */
    private static final double BLOCK_LATITUDE = 160 / 111_195.0;

    private static final double BLOCK_LONGITUDE = 2 * BLOCK_LATITUDE;

    private ToyTown() {}

    static RoadNetwork build() {
        RoadNetworkBuilder town = new RoadNetworkBuilder();
        addStreets(town, SOUTH, 0);
        town.addNode(9001, SOUTH - BLOCK_LATITUDE, WEST);
        town.addNode(9002, SOUTH, WEST - BLOCK_LONGITUDE);
        town.addNode(9003, SOUTH + STREETS * BLOCK_LATITUDE, WEST);
        town.addWay(Way.of(FIRST_WAY_NOBODY_DRIVES, RoadClass.TERTIARY).oneway(), node(0, 0), 9001);
        town.addWay(Way.of(FIRST_WAY_NOBODY_DRIVES + 1, RoadClass.SERVICE).asPrivate(), node(0, 0), 9002);
        town.addWay(Way.of(FIRST_WAY_NOBODY_DRIVES + 2, RoadClass.FERRY), node(STREETS - 1, 0), 9003);
        return written(town);
    }

    /** The town, and another like it a degree farther north, whose ids of ways begin at {@link #SECOND_TOWN}. */
    static RoadNetwork andAnother() {
        RoadNetworkBuilder towns = new RoadNetworkBuilder();
        addStreets(towns, SOUTH, 0);
        addStreets(towns, SOUTH + 1, SECOND_TOWN);
        return written(towns);
    }

    private static void addStreets(RoadNetworkBuilder town, double south, long firstId) {
        for (int row = 0; row < STREETS; row++) {
            for (int column = 0; column < STREETS; column++) {
                town.addNode(
                        firstId + node(row, column), south + row * BLOCK_LATITUDE, WEST + column * BLOCK_LONGITUDE);
            }
        }
        for (int street = 0; street < STREETS; street++) {
            long[] eastward = new long[STREETS];
            long[] northward = new long[STREETS];
            for (int crossing = 0; crossing < STREETS; crossing++) {
                eastward[crossing] = firstId + node(street, crossing);
                northward[crossing] = firstId + node(crossing, street);
            }
            town.addWay(Way.of(firstId + 100 + street, RoadClass.TERTIARY).limitKmh(50), eastward);
            town.addWay(Way.of(firstId + 200 + street, RoadClass.UNCLASSIFIED), northward);
        }
    }

    static RoadNetwork onlyAOneWayStreet() {
        return written(new RoadNetworkBuilder()
                .addNode(1, SOUTH, WEST)
                .addNode(2, SOUTH + BLOCK_LATITUDE, WEST)
                .addWay(Way.of(1, RoadClass.TERTIARY).oneway(), 1, 2));
    }

    private static RoadNetwork written(RoadNetworkBuilder town) {
        try {
            Path file = Files.createTempFile("toy-town", ".roads");
            town.write(file);
            RoadNetwork roads = RoadNetwork.open(file);
            Files.delete(file);
            return roads;
        } catch (IOException e) {
            throw new IllegalStateException("The toy town could not be built.", e);
        }
    }

    private static long node(int row, int column) {
        return 1 + (long) row * STREETS + column;
    }
}
