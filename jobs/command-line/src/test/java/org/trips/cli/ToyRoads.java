package org.trips.cli;

import java.nio.file.Path;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadFileException;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/**
 * A street of two ways running east along the equator, each of 1,112 m: way 10 with a limit of 50 km/h, then way 20,
 * whose nodes run west, with 80 km/h; and a side street north from where they meet.
 */
public final class ToyRoads {
    /** One thousandth of a degree on the equator, in metres. */
    static final double MILLIDEGREE = 111.195;

    private ToyRoads() {}

    public static Path write(Path folder) throws RoadFileException {
        Path file = folder.resolve("toy.roads");
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.01)
                .addNode(3, 0, 0.02)
                .addNode(4, 0.01, 0.01)
                .addWay(Way.of(10, RoadClass.SECONDARY).limitKmh(50), 1, 2)
                .addWay(Way.of(20, RoadClass.PRIMARY).limitKmh(80), 3, 2)
                .addWay(Way.of(30, RoadClass.RESIDENTIAL), 2, 4)
                .write(file);
        return file;
    }

    /** A table of one trace driving east along the street, a fix each second at about 40 km/h. */
    static String driveEast(String trace, int points) {
        StringBuilder table = new StringBuilder("trace_id,timestamp_ms,lat,lon\n");
        for (int i = 0; i < points; i++) {
            table.append(trace)
                    .append(',')
                    .append(1_772_000_000_000L + i * 1_000L)
                    .append(",0.00001,")
                    .append(0.002 + i * 0.0001)
                    .append('\n');
        }
        return table.toString();
    }
}
