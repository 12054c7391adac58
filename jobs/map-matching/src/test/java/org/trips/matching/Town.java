package org.trips.matching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.trips.roads.Barrier;
import org.trips.roads.Earth;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.TurnRestriction;
import org.trips.roads.Way;

/** A small network laid out in metres east and north of a corner, and positions in it. */
public final class Town {
    private static final double LATITUDE = 60;
    private static final double LONGITUDE = 25;
    private static final double METRES_PER_DEGREE = Math.toRadians(Earth.RADIUS_METRES);

    private final RoadNetworkBuilder builder = new RoadNetworkBuilder();

    public static double latitude(double north) {
        return LATITUDE + north / METRES_PER_DEGREE;
    }

    public static double longitude(double east) {
        return LONGITUDE + east / METRES_PER_DEGREE / Math.cos(Math.toRadians(LATITUDE));
    }

    public Town node(long id, double east, double north) {
        builder.addNode(id, latitude(north), longitude(east));
        return this;
    }

    public Town street(long id, long... nodes) {
        return way(Way.of(id, RoadClass.RESIDENTIAL), nodes);
    }

    public Town oneway(long id, long... nodes) {
        return way(Way.of(id, RoadClass.RESIDENTIAL).oneway(), nodes);
    }

    public Town way(Way way, long... nodes) {
        builder.addWay(way, nodes);
        return this;
    }

    Town restriction(TurnRestriction restriction) {
        builder.addRestriction(restriction);
        return this;
    }

    Town barrier(long node, Barrier barrier) {
        builder.addBarrier(node, barrier);
        return this;
    }

    public RoadNetwork open() {
        try {
            Path file = Files.createTempFile("town", ".roads");
            try {
                builder.write(file);
                return RoadNetwork.open(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One straight street of a kilometre from west to east: way 1. */
    public static RoadNetwork straightStreet() {
        return new Town().node(1, 0, 0).node(2, 1000, 0).street(1, 1, 2).open();
    }

    /**
     * Streets a hundred metres apart, this many each way, cut at every crossing: way 1 and up from west to east, way 101
     * and up from south to north.
     */
    public static RoadNetwork grid(int streets) {
        Town town = new Town();
        for (int row = 0; row < streets; row++) {
            for (int column = 0; column < streets; column++) {
                town.node((long) row * streets + column, 100.0 * column, 100.0 * row);
            }
        }
        for (int street = 0; street < streets; street++) {
            long[] eastward = new long[streets];
            long[] northward = new long[streets];
            for (int i = 0; i < streets; i++) {
                eastward[i] = (long) street * streets + i;
                northward[i] = (long) i * streets + street;
            }
            town.street(1 + street, eastward).street(101 + street, northward);
        }
        return town.open();
    }
}
