package org.trips.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.trips.cli.output.Counted;
import org.trips.journeys.intake.PointsFile;
import org.trips.journeys.intake.RefusedLine;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.ImportSummary;

/** The folder sample-data: OSM extracts, simulated uploads on their roads, and policies. */
record SampleData(Path folder) {
    private static final String UPLOADS = "uploads.ndjson";

    /**
     * Looks whether all of it is there.
     *
     * @throws BadInputException naming what is missing
     */
    static SampleData in(Path folder) throws IOException {
        SampleData data = new SampleData(folder);
        if (!Files.isDirectory(folder)
                || data.extracts().isEmpty()
                || !Files.isRegularFile(data.uploadFile())
                || !Files.isRegularFile(data.policies())) {
            throw new BadInputException(
                    "the sample data are not in " + folder
                            + " (extracts *.osm.pbf, uploads.ndjson or .gz, policies.json); name the folder with --sample-data");
        }
        return data;
    }

    Path policies() {
        return folder.resolve("policies.json");
    }

    Path uploadFile() {
        Path plain = folder.resolve(UPLOADS);
        return Files.isRegularFile(plain) ? plain : folder.resolve(UPLOADS + ".gz");
    }

    /** All uploads, in the order in which they were sent. */
    List<Upload> uploads() throws IOException {
        List<Upload> uploads = new ArrayList<>();
        List<RefusedLine> refused = new ArrayList<>();
        PointsFile.read(uploadFile(), new UploadDecoder(), uploads::add, refused::add, notice -> {});
        if (!refused.isEmpty()) {
            throw new BadInputException(refused.get(0).message());
        }
        return uploads;
    }

    /** Makes the road file, unless it is there and newer than the extracts. */
    RoadNetwork roads(Path roadFile, PrintWriter out) throws IOException {
        List<Path> extracts = extracts();
        if (isOlder(roadFile, extracts)) {
            Files.createDirectories(roadFile.toAbsolutePath().getParent());
            ImportSummary summary = RoadImport.run(extracts, roadFile);
            out.printf(
                    "Made %s from %s: %s.%n",
                    roadFile,
                    Counted.of(extracts.size(), "OSM extract"),
                    Counted.of(summary.roads().edges(), "edge"));
            out.flush();
        }
        return RoadNetwork.open(roadFile);
    }

    private List<Path> extracts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".osm.pbf"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isOlder(Path roadFile, List<Path> extracts) throws IOException {
        if (!Files.isRegularFile(roadFile)) {
            return true;
        }
        for (Path extract : extracts) {
            if (Files.getLastModifiedTime(extract).compareTo(Files.getLastModifiedTime(roadFile)) > 0) {
                return true;
            }
        }
        return false;
    }
}
