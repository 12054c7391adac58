package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.SegmentSearch;

/** Extracts as people have them: several writers, several countries. Skipped where they are not beside the checkout. */
class RealExtractsTest {
    /** For all but the points. The index is counted, though it grows with the points, which mountain roads have most. */
    private static final double BYTES_PER_EDGE = 45;

    private static final int BYTES_PER_POINT = 12;

    @TempDir
    Path folder;

    private Path roadFile() {
        return folder.resolve("real.roads");
    }

    private ImportSummary imported(String... names) throws IOException {
        List<Path> extracts = Arrays.stream(names).map(RealData::file).toList();
        return OsmImporter.importExtracts(extracts, roadFile(), ImportProgress.NONE);
    }

    @Test
    void aNetworkOfJunctionsAndStraightArcsComesOutAsItIs() throws IOException {
        ImportSummary summary = imported("kubicka/network.arcs.osm.pbf");

        assertThat(summary.ways()).isEqualTo(18_196);
        assertThat(summary.edges()).isEqualTo(18_196);
        assertThat(summary.junctions()).isEqualTo(8_542);
        assertThat(summary.metresByClass()).containsOnlyKeys(RoadClass.SECONDARY);
    }

    @Test
    void aNetworkOfTwoWayStreetsHasAsManySegmentsAsThereAreArcs() throws IOException {
        imported("kubicka/network.osm.pbf");

        RoadNetwork roads = RoadNetwork.open(roadFile());
        int segments = 0;
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            segments += roads.pointCount(edge) - 1;
        }
        // Of the 18,196 arcs six are listed twice.
        assertThat(segments).isEqualTo(18_190);
    }

    @Test
    void liechtensteinLooksLikeLiechtenstein() throws IOException {
        ImportSummary summary = imported("osm-extracts/liechtenstein-latest.osm.pbf");

        Map<RoadClass, Double> metres = summary.metresByClass();
        assertThat(metres).doesNotContainKey(RoadClass.MOTORWAY);
        assertThat(metres.get(RoadClass.RESIDENTIAL)).isBetween(150_000.0, 300_000.0);
        assertThat(summary.metres()).isBetween(600_000.0, 1_000_000.0);
        assertThat(summary.limitsKnownShare()).isBetween(0.05, 0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"liechtenstein-latest", "andorra", "monaco-osrm", "north-bayreuth"})
    void everyEdgeIsFoundWhereItLies(String name) throws IOException {
        ImportSummary summary = imported("osm-extracts/" + name + ".osm.pbf");

        RoadNetwork roads = RoadNetwork.open(roadFile());
        SegmentSearch search = new SegmentSearch(roads);
        long points = 0;
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            int middle = roads.pointCount(edge) / 2;
            int found = search.within(roads.latitude(edge, middle), roads.longitude(edge, middle), 1);
            assertThat(contains(search, found, edge)).isTrue();
            points += roads.opposite(edge) < edge ? roads.pointCount(edge) : 0;
        }
        double bytesBesideGeometry = (double) summary.fileBytes() - BYTES_PER_POINT * points;
        assertThat(bytesBesideGeometry / summary.edges()).isLessThan(BYTES_PER_EDGE);
    }

    @Test
    void twoCountriesFarApartFitIntoOneFile() throws IOException {
        ImportSummary andorra = imported("osm-extracts/andorra.osm.pbf");
        ImportSummary liechtenstein = imported("osm-extracts/liechtenstein-latest.osm.pbf");

        ImportSummary both = imported("osm-extracts/andorra.osm.pbf", "osm-extracts/liechtenstein-latest.osm.pbf");

        assertThat(both.ways()).isEqualTo(andorra.ways() + liechtenstein.ways());
        assertThat(both.edges()).isEqualTo(andorra.edges() + liechtenstein.edges());
        assertThat(both.metres()).isEqualTo(andorra.metres() + liechtenstein.metres(), within(1.0));
    }

    private static boolean contains(SegmentSearch search, int found, int edge) {
        for (int i = 0; i < found; i++) {
            if (search.edge(i) == edge) {
                return true;
            }
        }
        return false;
    }
}
