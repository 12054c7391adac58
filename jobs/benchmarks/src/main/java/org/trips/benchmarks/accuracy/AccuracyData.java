package org.trips.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the drives and extracts lie that the matcher is judged on, and the sets they make. Filled by picocli. */
final class AccuracyData {
    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            defaultValue = "../shared/data",
            description = "Folder with kubicka, chicago and osm-extracts. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--samples",
            paramLabel = "DIR",
            defaultValue = "sample-data",
            description = "Folder with Helsinki.osm.pbf and test.osm.pbf. Default: ${DEFAULT-VALUE}.")
    private Path samples;

    AccuracySet kubicka() throws IOException {
        return AccuracySet.kubicka(data);
    }

    AccuracySet chicago() throws IOException {
        return AccuracySet.chicago(data);
    }

    AccuracySet helsinki(long seed) throws IOException {
        return AccuracySet.simulated("Helsinki", samples.resolve("Helsinki.osm.pbf"), seed);
    }

    AccuracySet town(long seed) throws IOException {
        return AccuracySet.simulated("Town", samples.resolve("test.osm.pbf"), seed);
    }

    AccuracySet liechtenstein(long seed) throws IOException {
        return AccuracySet.simulated("Liechtenstein", data.resolve("osm-extracts/liechtenstein-latest.osm.pbf"), seed);
    }

    AccuracySet monaco(long seed) throws IOException {
        return AccuracySet.simulated("Monaco", data.resolve("osm-extracts/monaco-osrm.osm.pbf"), seed);
    }

    AccuracySet andorra(long seed) throws IOException {
        return AccuracySet.simulated("Andorra", data.resolve("osm-extracts/andorra.osm.pbf"), seed);
    }
}
