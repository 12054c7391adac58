package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.trips.roads.DroppedRestriction.NOTHING_TO_FORBID;
import static org.trips.roads.DroppedRestriction.ROADS_MISSING;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.SegmentSearch;
import org.trips.roads.SpecialLimits;
import org.trips.roads.WrittenTurns;

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

        assertThat(summary.roads().ways()).isEqualTo(18_196);
        assertThat(summary.roads().edges()).isEqualTo(18_196);
        assertThat(summary.roads().junctions()).isEqualTo(8_542);
        assertThat(summary.roads().metresByClass()).containsOnlyKeys(RoadClass.SECONDARY);
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

        Map<RoadClass, Double> metres = summary.roads().metresByClass();
        assertThat(metres).doesNotContainKey(RoadClass.MOTORWAY);
        assertThat(metres.get(RoadClass.RESIDENTIAL)).isBetween(150_000.0, 300_000.0);
        assertThat(summary.roads().metres()).isBetween(600_000.0, 1_000_000.0);
        assertThat(summary.roads().limitsKnownShare()).isBetween(0.05, 0.5);
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
        double bytesBesideGeometry = (double) summary.roads().fileBytes() - BYTES_PER_POINT * points;
        assertThat(bytesBesideGeometry / summary.roads().edges()).isLessThan(BYTES_PER_EDGE);
    }

    /** Counted by a script that shares no code with the importer. */
    static Stream<Arguments> signsAndBarriers() {
        return Stream.of(
                arguments("andorra", new WrittenTurns(0, Map.of(), 1, 2, 1)),
                arguments("monaco-osrm", new WrittenTurns(27, Map.of(), 2, 14, 4)),
                arguments("liechtenstein-latest", new WrittenTurns(2, Map.of(ROADS_MISSING, 1), 8, 5, 8)),
                arguments(
                        "north-bayreuth",
                        new WrittenTurns(37, Map.of(ROADS_MISSING, 2, NOTHING_TO_FORBID, 1), 1, 17, 2)));
    }

    @ParameterizedTest
    @MethodSource("signsAndBarriers")
    void allTurnRestrictionsAndBarriersAreReadOrCounted(String name, WrittenTurns expected) throws IOException {
        assertThat(imported("osm-extracts/" + name + ".osm.pbf").turns()).isEqualTo(expected);
    }

    /** Counted by a script that shares no code with the importer: four ways have 80@(wet), one has 90;30;90;30;90;30. */
    static Stream<Arguments> specialLimits() {
        return Stream.of(
                arguments("andorra", new SpecialLimits(0, 0, 0, 1)),
                arguments("monaco-osrm", new SpecialLimits(0, 0, 0, 0)),
                arguments("liechtenstein-latest", new SpecialLimits(0, 0, 0, 0)),
                arguments("north-bayreuth", new SpecialLimits(0, 0, 4, 0)));
    }

    @ParameterizedTest
    @MethodSource("specialLimits")
    void limitsByVehicleByHourAndInDoubtAreAllThere(String name, SpecialLimits expected) throws IOException {
        assertThat(imported("osm-extracts/" + name + ".osm.pbf").roads().limits())
                .isEqualTo(expected);
    }

    /** Read off the map, relation by relation: the first turn is allowed, the others are not. */
    @ParameterizedTest
    @CsvSource({
        "liechtenstein-latest, 2366291 no_left_turn, 167992391>177121994, 167992391>24802724",
        "liechtenstein-latest, 5217202 no_u_turn, 258306367>142800318, 258306367>258306365",
        "monaco-osrm, 3410831 only_straight_on, 92627431>254596488, 92627431>24655134",
        "monaco-osrm, 3410840 only_right_turn, 92627415>157719689, 92627415>176085754 92627415>254596487",
        "monaco-osrm, 4261963 no_left_turn, 176527122>316502065, 176527122>166399477",
        "monaco-osrm, 4261964 no_u_turn, 316502065>166399477, 316502065>316502065",
        "north-bayreuth, 1397491 only_straight_on, 43854186>13790594, 43854186>4067644",
        "north-bayreuth, 2777033 no_right_turn, 206617791>4085114, 206617791>13790602"
    })
    void routesKeepToTheSignsThatStandThere(String name, String relation, String allowed, String avoided)
            throws IOException {
        imported("osm-extracts/" + name + ".osm.pbf");

        assertThat(new Turns(RoadNetwork.open(roadFile())).avoided())
                .as(relation)
                .contains(avoided.split(" "))
                .doesNotContain(allowed);
    }

    @Test
    void twoCountriesFarApartFitIntoOneFile() throws IOException {
        ImportSummary andorra = imported("osm-extracts/andorra.osm.pbf");
        ImportSummary liechtenstein = imported("osm-extracts/liechtenstein-latest.osm.pbf");

        ImportSummary both = imported("osm-extracts/andorra.osm.pbf", "osm-extracts/liechtenstein-latest.osm.pbf");

        assertThat(both.roads().ways())
                .isEqualTo(andorra.roads().ways() + liechtenstein.roads().ways());
        assertThat(both.roads().edges())
                .isEqualTo(andorra.roads().edges() + liechtenstein.roads().edges());
        assertThat(both.roads().metres())
                .isEqualTo(andorra.roads().metres() + liechtenstein.roads().metres(), within(1.0));
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
