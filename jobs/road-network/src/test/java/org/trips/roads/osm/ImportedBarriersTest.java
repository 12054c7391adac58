package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.roads.RoadNetwork;
import org.trips.roads.WrittenTurns;

/** From a node in an extract to the barrier that routes avoid. */
class ImportedBarriersTest {
    private static final Map<String, String> STREET = Map.of("highway", "residential");
    private static final Map<String, String> BOLLARD = Map.of("barrier", "bollard");
    private static final Map<String, String> GATE = Map.of("barrier", "gate");

    @TempDir
    Path folder;

    private WrittenTurns written;

    /** A street 1-2-3 with something at node 2. */
    private static PbfWriter street(Map<String, String> middle) {
        return new PbfWriter()
                .node(1, 60, 25)
                .node(2, 60, 25.01, middle)
                .node(3, 60, 25.02)
                .way(10, STREET, 1, 2, 3);
    }

    private RoadNetwork roads(PbfWriter... extracts) throws IOException {
        Path roadFile = folder.resolve("made.roads");
        Path[] files = new Path[extracts.length];
        for (int i = 0; i < extracts.length; i++) {
            files[i] = extracts[i].write(folder.resolve(i + ".osm.pbf"));
        }
        written = OsmImporter.importExtracts(List.of(files), roadFile, ImportProgress.NONE)
                .turns();
        return RoadNetwork.open(roadFile);
    }

    private static WrittenTurns barriers(int closed, int gates, int idle) {
        return new WrittenTurns(0, Map.of(), closed, gates, idle);
    }

    @Test
    void aBarrierCutsTheRoadItStandsOn() throws IOException {
        RoadNetwork roads = roads(street(BOLLARD));

        assertThat(roads.junctionCount()).isEqualTo(3);
        assertThat(new Turns(roads).avoided()).containsExactly("10>10", "10>10");
        assertThat(written).isEqualTo(barriers(1, 0, 0));
    }

    @Test
    void aGateIsDrivenThroughAtAPrice() throws IOException {
        Turns turns = new Turns(roads(street(GATE)));

        assertThat(turns.restrictedEdges()).isEqualTo(2);
        assertThat(turns.avoided()).containsExactly("10>10", "10>10");
        assertThat(written).isEqualTo(barriers(0, 1, 0));
    }

    @Test
    void whatCarsDriveThroughLeavesTheRoadInOnePiece() throws IOException {
        for (Map<String, String> open : List.of(
                Map.of("barrier", "cattle_grid"),
                Map.of("barrier", "gate", "motorcar", "yes"),
                Map.of("ford", "yes"),
                Map.of("highway", "crossing", "crossing", "zebra"))) {
            assertThat(roads(street(open)).junctionCount()).as("%s", open).isEqualTo(2);
            assertThat(written).isEqualTo(barriers(0, 0, 0));
        }
    }

    @Test
    void aBarrierAtACrossingOrAtARoadsEndClosesNothing() throws IOException {
        assertThat(roads(street(BOLLARD).node(4, 60.01, 25.01).way(11, STREET, 2, 4))
                        .junctionCount())
                .isEqualTo(4);
        assertThat(written).isEqualTo(barriers(0, 0, 1));
        roads(street(Map.of()).node(4, 60.01, 25.02, GATE).way(11, STREET, 3, 4));
        assertThat(written).isEqualTo(barriers(0, 0, 1));
    }

    @Test
    void barriersBesideTheRoadAreNotRead() throws IOException {
        roads(street(Map.of()).node(4, 60.01, 25.01, BOLLARD).way(11, Map.of("highway", "footway"), 2, 4));

        assertThat(written).isEqualTo(barriers(0, 0, 0));
    }

    @Test
    void tagsAreTheirOwnNodesInBothWaysOfWritingNodes() throws IOException {
        PbfWriter dense = street(BOLLARD).node(4, 60.01, 25, Map.of("name", "a", "natural", "tree"));
        PbfWriter plain = street(BOLLARD).node(4, 60.01, 25, Map.of("name", "a", "natural", "tree"));

        String version = roads(dense).version();

        assertThat(written).isEqualTo(barriers(1, 0, 0));
        assertThat(roads(plain.plain()).version()).isEqualTo(version);
        assertThat(written).isEqualTo(barriers(1, 0, 0));
    }

    @Test
    void aBarrierThatTwoExtractsHaveIsThereOnce() throws IOException {
        roads(street(BOLLARD), street(BOLLARD));

        assertThat(written).isEqualTo(barriers(1, 0, 0));
    }
}
