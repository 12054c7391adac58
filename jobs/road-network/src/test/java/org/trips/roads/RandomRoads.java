package org.trips.roads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Networks of any shape for properties: ways that cross themselves and each other, by chance, in a box of some size. */
final class RandomRoads {
    static final double LATITUDE = 60;
    static final double LONGITUDE = 25;

    private RandomRoads() {}

    static Arbitrary<RoadNetwork> any() {
        return Arbitraries.randomValue(RandomRoads::network);
    }

    static RoadNetwork network(Random random) {
        Path file = null;
        try {
            file = Files.createTempFile("random", ".roads");
            builder(random).write(file);
            return RoadNetwork.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(file);
        }
    }

    static RoadNetworkBuilder builder(Random random) {
        RoadNetworkBuilder builder = new RoadNetworkBuilder();
        double degrees = random.nextBoolean() ? 0.002 : 0.05;
        int nodes = 2 + random.nextInt(60);
        for (int id = 0; id < nodes; id++) {
            builder.addNode(id, LATITUDE + degrees * random.nextDouble(), LONGITUDE + degrees * random.nextDouble());
        }
        int ways = 1 + random.nextInt(30);
        for (int id = 0; id < ways; id++) {
            long[] along = random.longs(2 + random.nextInt(8), 0, nodes).toArray();
            if (Arrays.stream(along).distinct().count() == 1) {
                along[0] = (along[0] + 1) % nodes;
            }
            Way way = Way.of(id, RoadClass.RESIDENTIAL);
            builder.addWay(
                    random.nextInt(3) > 0 ? way : random.nextBoolean() ? way.oneway() : way.onewayAgainst(), along);
        }
        int restrictions = random.nextInt(20);
        for (int id = 0; id < restrictions; id++) {
            long from = random.nextInt(ways);
            long to = random.nextInt(ways);
            long via = random.nextInt(nodes);
            builder.addRestriction(
                    random.nextBoolean()
                            ? TurnRestriction.no(id, from, via, to)
                            : TurnRestriction.only(id, from, via, to));
        }
        int barriers = random.nextInt(5);
        for (int i = 0; i < barriers; i++) {
            builder.addBarrier(random.nextInt(nodes), random.nextBoolean() ? Barrier.GATE : Barrier.CLOSED);
        }
        return builder;
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
