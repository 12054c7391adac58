package org.trips.matching;

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
import java.util.zip.GZIPInputStream;
import org.trips.roads.RoadNetwork;
import org.trips.roads.SegmentSearch;
import org.trips.roads.osm.OsmImporter;

/**
 * A real car drive of 51 km at one fix a second whose true arcs are known (Kubička et al. 2015), from the folder
 * {@code shared/data} beside the checkout, where there is one.
 */
final class RealDrive {
    /** So much of both ends of the true route is not judged: they are projections of fixes. */
    static final double UNJUDGED_METRES = 25;

    private static final double NEAR_METRES = 100;

    private final Path folder;
    private final RoadNetwork roads;
    private final List<DrivenWay> truth;

    /** A way in one direction and how many metres of it were driven, as far as they are judged. */
    record DrivenWay(long way, boolean forward, double metres) {
        boolean is(long otherWay, boolean otherForward) {
            return way == otherWay && forward == otherForward;
        }
    }

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

    List<DrivenWay> truth() {
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
            OsmImporter.importExtracts(List.of(folder.resolve("network.osm.pbf")), file, (phase, done, all) -> {});
            return RoadNetwork.open(file);
        } finally {
            Files.delete(file);
        }
    }

    /** The true arcs as ways, neighbouring arcs of one way together, cut at the first and the last fix. */
    private List<DrivenWay> readTruth() throws IOException {
        Map<Integer, DrivenWay> wayOfArc = readWaysOfArcs();
        List<DrivenWay> ways = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("00000000.route"))) {
            DrivenWay way = wayOfArc.get(Integer.valueOf(line.trim()));
            if (ways.isEmpty() || !ways.get(ways.size() - 1).equals(way)) {
                ways.add(way);
            }
        }
        Trace drive = variant("full");
        DrivenWay first = ways.get(0);
        ways.set(0, judged(first, first.metres() - metresAlong(first, drive, 0)));
        DrivenWay last = ways.get(ways.size() - 1);
        ways.set(ways.size() - 1, judged(last, metresAlong(last, drive, drive.size() - 1)));
        return ways;
    }

    private static DrivenWay judged(DrivenWay way, double driven) {
        return new DrivenWay(way.way(), way.forward(), Math.max(0, driven - UNJUDGED_METRES));
    }

    private double metresAlong(DrivenWay way, Trace drive, int point) {
        SegmentSearch search = new SegmentSearch(roads);
        int found = search.within(drive.latitude(point), drive.longitude(point), NEAR_METRES);
        for (int i = 0; i < found; i++) {
            if (way.is(roads.wayId(search.edge(i)), roads.forward(search.edge(i)))) {
                return search.metresAlong(i);
            }
        }
        throw new AssertionError("point " + point + " of the drive does not lie on its true way " + way);
    }

    private Map<Integer, DrivenWay> readWaysOfArcs() throws IOException {
        Map<Long, Double> lengthOfWay = new HashMap<>();
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            if (roads.forward(edge) || roads.opposite(edge) < 0) {
                lengthOfWay.merge(roads.wayId(edge), roads.lengthMetres(edge), Double::sum);
            }
        }
        Map<Integer, DrivenWay> wayOfArc = new HashMap<>();
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("ways.csv.gz"))), StandardCharsets.UTF_8))) {
            rows.readLine();
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                String[] columns = row.split(",", -1);
                long way = Long.parseLong(columns[0]);
                double metres = lengthOfWay.get(way);
                wayOfArc.put(Integer.valueOf(columns[4]), new DrivenWay(way, true, metres));
                if (!columns[5].isEmpty()) {
                    wayOfArc.put(Integer.valueOf(columns[5]), new DrivenWay(way, false, metres));
                }
            }
        }
        return wayOfArc;
    }
}
