package org.trips.benchmarks.matching;

import java.nio.file.Path;

/** GraphHopper's import alone, in a process of its own, for {@code peers/imports}. */
public final class GraphHopperImport {
    private GraphHopperImport() {}

    /** Takes an extract and the folder that the graph is written into. */
    public static void main(String[] arguments) {
        GraphHopperContestant.importOrLoad(Path.of(arguments[0]), Path.of(arguments[1]))
                .close();
    }
}
