package org.trips.benchmarks.roads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.ImportProgress;
import org.trips.roads.osm.OsmImporter;

/** Roads that one process needs, and no file of them afterwards. */
public final class ImportedRoads {
    private ImportedRoads() {}

    /** The roads of an extract. Their file has no name any more: it is gone with the process. */
    public static RoadNetwork of(Path extract) throws IOException {
        Path file = Files.createTempFile("benchmark", ".roads");
        try {
            OsmImporter.importExtracts(List.of(extract), file, ImportProgress.NONE);
            return RoadNetwork.open(file);
        } finally {
            Files.delete(file);
        }
    }
}
