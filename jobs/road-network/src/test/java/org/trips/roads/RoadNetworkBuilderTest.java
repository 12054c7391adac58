package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoadNetworkBuilderTest {
    /** A city of so many streets each way has more nodes, edges and points than lie on the heap. */
    private static final int STREETS = 520;

    @TempDir
    Path folder;

    /** Streets east and north, crossing each other, with the ids of ways ascending or not. */
    private Path city(String name, Random shuffling) throws IOException {
        RoadNetworkBuilder builder = new RoadNetworkBuilder(folder);
        int[] order = IntStream.range(0, 2 * STREETS).toArray();
        for (int i = order.length - 1; shuffling != null && i > 0; i--) {
            int other = shuffling.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        for (int id : order) {
            boolean east = id < STREETS;
            int line = id % STREETS;
            Way way = Way.of(id, east ? RoadClass.RESIDENTIAL : RoadClass.TERTIARY)
                    .named("Street " + line / 3, "");
            builder.addWay(
                    line % 5 == 0 ? way.oneway() : way,
                    IntStream.range(0, STREETS)
                            .mapToLong(i -> east ? node(line, i) : node(i, line))
                            .toArray());
        }
        builder.nodesOfWays();
        for (int row = 0; row < STREETS; row++) {
            for (int column = 0; column < STREETS; column++) {
                builder.addNode(node(row, column), 40 + row * 1e-3, 10 + column * 1e-3);
            }
        }
        builder.addRestriction(TurnRestriction.no(1, 7, node(7, 8), 7));
        Path file = folder.resolve(name);
        builder.write(file);
        return file;
    }

    private static long node(int row, int column) {
        return 1_000_000L * row + column;
    }

    @Test
    void aCityLargerThanTheHeapsShareIsTheSameWhateverTheOrderOfItsWays() throws IOException {
        Path ascending = city("ascending.roads", null);

        assertThat(Files.mismatch(city("shuffled.roads", new Random(1)), ascending))
                .isNegative();
        RoadNetwork roads = RoadNetwork.openChecked(ascending);
        assertThat(roads.junctionCount()).isEqualTo(STREETS * STREETS);
        // A fifth of the streets are oneway.
        assertThat(roads.edgeCount()).isEqualTo((int) (2 * STREETS * (STREETS - 1) * 1.8));
        assertThat(roads.turnCount()).isPositive();
        try (var files = Files.list(folder)) {
            assertThat(files).as("no temporary file is left").hasSize(2);
        }
    }

    @Test
    void theFirstOfTwoWaysWithOneIdCounts() throws IOException {
        Path file = folder.resolve("double.roads");
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.01)
                .addWay(Way.of(20, RoadClass.PRIMARY), 1, 2)
                .addWay(Way.of(10, RoadClass.TERTIARY).oneway(), 1, 2)
                .addWay(Way.of(20, RoadClass.SERVICE), 2, 1)
                .addWay(Way.of(10, RoadClass.TRACK), 1, 2)
                .write(file);

        RoadNetwork roads = RoadNetwork.open(file);
        assertThat(IntStream.range(0, roads.edgeCount()).mapToObj(roads::roadClass))
                .containsExactlyInAnyOrder(RoadClass.PRIMARY, RoadClass.PRIMARY, RoadClass.TERTIARY);
    }

    @Test
    void whoOpensAFileWhileItIsMadeAnewSeesTheFormerOneOrTheNewOneWhole() throws Exception {
        Path file = folder.resolve("live.roads");
        RandomRoads.builder(new Random(1)).write(file);
        String one = RoadNetwork.open(file).version();
        RandomRoads.builder(new Random(2)).write(file);
        String other = RoadNetwork.open(file).version();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        Callable<Void> rewriting = () -> {
            for (int i = 0; i < 50; i++) {
                RandomRoads.builder(new Random(1 + i % 2)).write(file);
            }
            return null;
        };
        try {
            List<Future<Void>> running = List.of(writers.submit(rewriting), writers.submit(rewriting));
            while (running.stream().anyMatch(writer -> !writer.isDone())) {
                assertThat(RoadNetwork.openChecked(file).version()).isIn(one, other);
            }
            for (Future<Void> writer : running) {
                writer.get();
            }
        } finally {
            writers.shutdownNow();
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
