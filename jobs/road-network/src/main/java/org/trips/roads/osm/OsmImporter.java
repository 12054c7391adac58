package org.trips.roads.osm;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.trips.roads.AscendingIds;
import org.trips.roads.RoadFileException;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.RoadSummary;
import org.trips.roads.WrittenTurns;

/**
 * Makes a road file from OpenStreetMap extracts. Reads each extract twice, the ways first and then the nodes they use,
 * so that memory grows with the roads kept and not with the extracts.
 */
public final class OsmImporter {
    private final List<PbfFile> extracts = new ArrayList<>();
    private final ImportProgress progress;
    private final RoadNetworkBuilder builder;
    private final RestrictionReader restrictions = new RestrictionReader();
    private long bytesTotal;
    private int stepsWritten;

    private OsmImporter(List<Path> extracts, Path folder, ImportProgress progress) throws RoadFileException {
        this.progress = progress;
        builder = new RoadNetworkBuilder(folder);
        List<Extract> opened = new ArrayList<>();
        for (Path extract : extracts) {
            PbfFile file = new PbfFile(extract);
            long bytes = file.size();
            bytesTotal += bytes;
            opened.add(new Extract(file, file.open(), bytes, extract.toString()));
        }
        Collections.sort(opened);
        for (Extract extract : opened) {
            this.extracts.add(extract.file);
        }
    }

    /**
     * An extract and what decides which of several comes first: the newest, then the largest. Of what they both have, the
     * first one's counts.
     */
    private record Extract(PbfFile file, long secondsOfData, long bytes, String path) implements Comparable<Extract> {
        @Override
        public int compareTo(Extract other) {
            int older = Long.compare(other.secondsOfData, secondsOfData);
            int smaller = older != 0 ? older : Long.compare(other.bytes, bytes);
            return smaller != 0 ? smaller : path.compareTo(other.path);
        }
    }

    /**
     * Imports all drivable ways, and the turn restrictions and barriers that hold for cars on them. What several extracts
     * have in common, by id, is there once, as the newest of them has it; their order does not matter.
     *
     * @param extracts PBF files
     * @param roadFile is replaced where it is there, and left as it was where this fails
     * @throws RoadFileException if an extract is missing, broken, cut or empty, if there is no drivable way in any of
     *     them, or if the road file cannot be written
     */
    public static ImportSummary importExtracts(List<Path> extracts, Path roadFile, ImportProgress progress)
            throws RoadFileException {
        long start = System.nanoTime();
        checkTarget(extracts, roadFile);
        try {
            // Beside the road file there is room for a file as large; the system's own folder may be memory.
            Path folder = roadFile.toAbsolutePath().getParent();
            OsmImporter importer = new OsmImporter(extracts, folder, progress);
            importer.readWays();
            importer.readNodes(extracts);
            WrittenTurns turns = importer.write(roadFile);
            RoadSummary roads = RoadSummary.of(RoadNetwork.open(roadFile));
            return new ImportSummary(roads, turns, Duration.ofNanos(System.nanoTime() - start));
        } catch (UncheckedIOException e) {
            throw new RoadFileException(
                    roadFile + ": temporary files beside the road file cannot be written: "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    /** Reading may take minutes: what will go wrong after it is said before it. */
    private static void checkTarget(List<Path> extracts, Path roadFile) throws RoadFileException {
        Path target = roadFile.toAbsolutePath().normalize();
        if (extracts.isEmpty()) {
            throw new RoadFileException(roadFile + ": there is no extract to make it from; name at least one");
        }
        for (Path extract : extracts) {
            if (extract.toAbsolutePath().normalize().equals(target)) {
                throw new RoadFileException(roadFile + ": the road file would replace the extract it is made from");
            }
        }
        if (Files.isDirectory(target)) {
            throw new RoadFileException(roadFile + ": this is a folder; name the road file in it");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new RoadFileException(roadFile + ": there is no folder " + target.getParent() + "; make it first");
        }
    }

    private void readWays() throws RoadFileException {
        WayReader ways = new WayReader();
        long before = 0;
        for (PbfFile extract : extracts) {
            long done = before;
            extract.readWays(
                    block -> new RoadsOfBlock(block, ways),
                    roads -> roads.addTo(builder, restrictions),
                    bytes -> progress.report(ImportPhase.READING_WAYS, done + bytes, bytesTotal));
            before += extract.size();
        }
    }

    private void readNodes(List<Path> paths) throws RoadFileException {
        AscendingIds wanted = builder.nodesOfWays();
        if (wanted.size() == 0) {
            throw new RoadFileException(
                    String.join(", ", paths.stream().map(Path::toString).toList())
                            + ": there is no way in it that motor vehicles may use");
        }
        long before = 0;
        for (PbfFile extract : extracts) {
            long done = before;
            extract.readNodes(
                    block -> new NodesOfBlock(block, wanted),
                    nodes -> nodes.addTo(builder),
                    bytes -> progress.report(ImportPhase.READING_NODES, done + bytes, bytesTotal));
            before += extract.size();
        }
    }

    private WrittenTurns write(Path roadFile) throws RoadFileException {
        progress.report(ImportPhase.WRITING, 0, bytesTotal);
        WrittenTurns turns = builder.write(roadFile, this::stepWritten);
        return turns.plusDropped(restrictions.dropped());
    }

    private void stepWritten() {
        stepsWritten++;
        progress.report(ImportPhase.WRITING, bytesTotal * stepsWritten / RoadNetworkBuilder.STEPS, bytesTotal);
    }
}
