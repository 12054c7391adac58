package org.trips.benchmarks.roads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/**
 * How long it takes to open a road file that is in the system's cache, and to open it and read all of it for its hash.
 * Opening must not depend on the file's size.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class RoadFileBenchmark {
    private static final double SPACING_DEGREES = 1e-3;

    /** Streets each way of a grid: 2,900 or 1.4 million directed edges. */
    @Param({"28", "600"})
    private int streets;

    private Path file;

    /** Makes the file. */
    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("grid", ".roads");
        RoadNetworkBuilder builder = new RoadNetworkBuilder();
        for (int line = 0; line < streets; line++) {
            long[] east = new long[streets];
            long[] north = new long[streets];
            for (int i = 0; i < streets; i++) {
                east[i] = (long) line * streets + i;
                north[i] = (long) i * streets + line;
            }
            builder.addWay(Way.of(line, RoadClass.RESIDENTIAL), east);
            builder.addWay(Way.of((long) streets + line, RoadClass.TERTIARY), north);
        }
        builder.nodesOfWays();
        for (int row = 0; row < streets; row++) {
            for (int column = 0; column < streets; column++) {
                builder.addNode((long) row * streets + column, row * SPACING_DEGREES, column * SPACING_DEGREES);
            }
        }
        builder.write(file);
    }

    /** Leaves nothing behind. */
    @TearDown
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Benchmark
    public RoadNetwork open() throws IOException {
        return RoadNetwork.open(file);
    }

    @Benchmark
    public RoadNetwork openChecked() throws IOException {
        return RoadNetwork.openChecked(file);
    }
}
