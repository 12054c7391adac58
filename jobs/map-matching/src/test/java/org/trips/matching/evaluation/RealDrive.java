package org.trips.matching.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.ImportProgress;
import org.trips.roads.osm.OsmImporter;

/**
 * A real car drive of 51 km at one fix a second whose true arcs are known (Kubička et al. 2015), from the folder
 * {@code shared/data} beside the checkout, where there is one.
 */
final class RealDrive {
    private final Path folder;
    private final RoadNetwork roads;
    private final TrueEdges truth;

    private RealDrive(Path folder) throws IOException {
        this.folder = folder;
        roads = importRoads();
        truth = readTruth();
    }

    static Optional<RealDrive> find() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared").resolve("data").resolve("kubicka");
            if (Files.isDirectory(folder)) {
                return Optional.of(new RealDrive(folder));
            }
        }
        return Optional.empty();
    }

    RoadNetwork roads() {
        return roads;
    }

    /** The true arcs as edges. */
    TrueEdges truth() {
        return truth;
    }

    /** The drive as recorded ("full"), thinned to one fix every so many seconds ("t30"), with noise ("n10"), or both. */
    Trace variant(String name) throws IOException {
        Trace.Builder trace = Trace.builder(2600);
        List<String> lines = Files.readAllLines(folder.resolve("variants").resolve(name + ".csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split(",", -1);
            trace.add(Long.parseLong(columns[1]), Double.parseDouble(columns[2]), Double.parseDouble(columns[3]));
        }
        return trace.build();
    }

    private RoadNetwork importRoads() throws IOException {
        Path file = Files.createTempFile("drive", ".roads");
        try {
            OsmImporter.importExtracts(List.of(folder.resolve("network.osm.pbf")), file, ImportProgress.NONE);
            return RoadNetwork.open(file);
        } finally {
            Files.delete(file);
        }
    }

    private TrueEdges readTruth() throws IOException {
        Map<Integer, TrueWay> wayOfArc = readWaysOfArcs();
        List<TrueWay> ways = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("00000000.route"))) {
            ways.add(wayOfArc.get(Integer.valueOf(line.trim())));
        }
        Set<Long> ids = ways.stream().map(TrueWay::way).collect(Collectors.toSet());
        return new WayEdges(roads, ids).route(ways, variant("full"));
    }

    private Map<Integer, TrueWay> readWaysOfArcs() throws IOException {
        Map<Integer, TrueWay> wayOfArc = new HashMap<>();
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("ways.csv.gz"))), StandardCharsets.UTF_8))) {
            rows.readLine();
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                String[] columns = row.split(",", -1);
                long way = Long.parseLong(columns[0]);
                wayOfArc.put(Integer.valueOf(columns[4]), TrueWay.whole(way, true));
                if (!columns[5].isEmpty()) {
                    wayOfArc.put(Integer.valueOf(columns[5]), TrueWay.whole(way, false));
                }
            }
        }
        return wayOfArc;
    }
}
