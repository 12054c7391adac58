package org.trips.benchmarks.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.trips.matching.evaluation.TrueLine;
import org.trips.roads.RoadNetwork;

/** Real drives and the road extract they lie on, by their places in the folder of data. */
public enum DriveSet {
    KUBICKA("Kubička 1 Hz", "kubicka/network.osm.pbf", "kubicka/variants/full.csv", "kubicka/truth.ndjson"),
    CHICAGO("Chicago 3 s", "chicago/network.osm.pbf", "chicago/chicago_points.csv.gz", "");

    /** Truth and network are drawn alike. */
    private static final double SAME_ROAD_METRES = 4;

    private final String title;
    private final String extract;
    private final String drives;
    private final String truth;

    DriveSet(String title, String extract, String drives, String truth) {
        this.title = title;
        this.extract = extract;
        this.drives = drives;
        this.truth = truth;
    }

    String title() {
        return title;
    }

    /** The road extract, in OpenStreetMap's PBF format. */
    public Path extract(Path data) {
        return existing(data, extract);
    }

    /** The fixes, as {@link Drives#read} takes them. */
    public Path drives(Path data) {
        return existing(data, drives);
    }

    /** What was truly driven, where it is known: one line for the only drive. */
    public Optional<TrueLine> truth(Path data, RoadNetwork roads) throws IOException {
        if (truth.isEmpty()) {
            return Optional.empty();
        }
        JsonNode drive = new ObjectMapper().readTree(existing(data, truth).toFile());
        return Optional.of(new TrueLine(roads, List.of(JsonLine.read(drive.get("route"))), SAME_ROAD_METRES));
    }

    private static Path existing(Path data, String name) {
        Path file = data.resolve(name);
        if (!Files.exists(file)) {
            throw new MissingDataException(file + ": there is no such file; name the folder with the drives (it holds"
                    + " kubicka and chicago) as the argument DATA");
        }
        return file;
    }
}
