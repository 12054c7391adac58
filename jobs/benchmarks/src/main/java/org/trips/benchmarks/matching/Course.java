package org.trips.benchmarks.matching;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.ImportProgress;
import org.trips.roads.osm.OsmImporter;

/**
 * A folder with what all contestants are given, the same roads and the same drives, and with what each makes of them:
 * {@code roads.osm.pbf}, {@code drives.csv} and {@code edges.csv} (the directed edges of this project's importer, for
 * those that read no extract).
 */
final class Course {
    private final Path folder;

    private Course(Path folder) {
        this.folder = folder;
    }

    /** Opens a folder that {@link #lay} has filled. */
    static Course open(Path folder) {
        return new Course(folder);
    }

    /** Fills a folder. */
    static Course lay(Path folder, Path extract, List<Trace> drives) throws IOException {
        Files.createDirectories(folder);
        Course course = new Course(folder);
        Files.copy(extract, course.extract(), StandardCopyOption.REPLACE_EXISTING);
        Drives.write(drives, course.drives());
        OsmImporter.importExtracts(List.of(extract), course.roads(), ImportProgress.NONE);
        course.writeEdges();
        return course;
    }

    Path folder() {
        return folder;
    }

    /** The roads in OpenStreetMap's PBF format. */
    Path extract() {
        return folder.resolve("roads.osm.pbf");
    }

    /** The drives, as {@link Drives#read} takes them. */
    Path drives() {
        return folder.resolve("drives.csv");
    }

    /** This project's road file. */
    Path roads() {
        return folder.resolve("trips.roads");
    }

    /** The folder of GraphHopper's graph. */
    Path graph() {
        return folder.resolve("graphhopper");
    }

    /** A row per directed edge: its first and last junction, then its positions. */
    private void writeEdges() throws IOException {
        RoadNetwork network = RoadNetwork.open(roads());
        try (BufferedWriter rows = Files.newBufferedWriter(folder.resolve("edges.csv"))) {
            for (int edge = 0; edge < network.edgeCount(); edge++) {
                rows.write(network.startJunction(edge) + "," + network.endJunction(edge));
                for (int i = 0; i < network.pointCount(edge); i++) {
                    rows.write(String.format(
                            Locale.ROOT, ",%.7f %.7f", network.latitude(edge, i), network.longitude(edge, i)));
                }
                rows.newLine();
            }
        }
    }
}
