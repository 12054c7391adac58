package org.trips.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.trips.roads.osm.ImportPhase;
import org.trips.roads.osm.ImportProgress;
import org.trips.roads.osm.ImportSummary;
import org.trips.roads.osm.OsmImporter;

/** An import of OSM extracts, with a progress bar for each time that they are read. */
final class RoadImport implements ImportProgress, AutoCloseable {
    private static final long MEGABYTE = 1_000_000;

    private ImportPhase phase;
    private Progress bar;

    private RoadImport() {}

    static ImportSummary run(List<Path> extracts, Path roadFile) throws IOException {
        try (RoadImport shown = new RoadImport()) {
            return OsmImporter.importExtracts(extracts, roadFile, shown);
        }
    }

    @Override
    public void report(ImportPhase now, long bytesDone, long bytesTotal) {
        if (now != phase) {
            close();
            phase = now;
            bar = Progress.of(name(now), bytesTotal, " MB", MEGABYTE);
        }
        bar.at(bytesDone);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private static String name(ImportPhase phase) {
        return switch (phase) {
            case READING_WAYS -> "Reading ways";
            case READING_NODES -> "Reading nodes";
            case WRITING -> "Writing roads";
        };
    }
}
