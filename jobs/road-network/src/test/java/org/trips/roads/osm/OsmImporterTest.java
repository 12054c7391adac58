package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadFileException;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.PbfBlock.Member;
import org.trips.roads.osm.PbfBlock.MemberKind;

class OsmImporterTest {
    private static final Map<String, String> STREET = Map.of("highway", "residential", "maxspeed", "30");
    private static final Map<String, String> FOOTWAY = Map.of("highway", "footway");

    @TempDir
    Path folder;

    private Path roadFile;

    @BeforeEach
    void nameTheRoadFile() {
        roadFile = folder.resolve("made.roads");
    }

    /** A street 1-2-3, a road 2-4 that crosses it, and a footway over node 3. */
    private static PbfWriter town() {
        return new PbfWriter()
                .node(1, 60, 25)
                .node(2, 60, 25.001)
                .node(3, 60, 25.002)
                .node(4, 60.001, 25.001)
                .node(5, 60.002, 25.002)
                .way(10, STREET, 1, 2, 3)
                .way(11, Map.of("highway", "secondary", "oneway", "yes", "name", "Straße"), 2, 4)
                .way(12, FOOTWAY, 3, 5)
                .way(13, Map.of("building", "yes"), 1, 5, 3);
    }

    private ImportSummary imported(Path... extracts) throws RoadFileException {
        return OsmImporter.importExtracts(List.of(extracts), roadFile, ImportProgress.NONE);
    }

    @Test
    void drivableWaysBecomeEdges() throws IOException {
        ImportSummary summary = imported(town().write(folder.resolve("town.osm.pbf")));

        RoadNetwork roads = RoadNetwork.open(roadFile);
        assertThat(roads.edgeCount()).isEqualTo(5);
        assertThat(roads.junctionCount()).isEqualTo(4);
        assertThat(roads.maxLatitude()).isEqualTo(60.001);
        assertThat(summary.roads().ways()).isEqualTo(2);
        assertThat(summary.roads().edges()).isEqualTo(5);
        assertThat(summary.roads().junctions()).isEqualTo(4);
        assertThat(summary.roads().version()).isEqualTo(roads.version());
        assertThat(summary.roads().fileBytes()).isEqualTo(Files.size(roadFile));
    }

    @Test
    void theSummaryCountsEachRoadOnceWhetherOnewayOrNot() throws IOException {
        ImportSummary summary = imported(town().write(folder.resolve("town.osm.pbf")));

        assertThat(summary.roads().metresByClass()).containsOnlyKeys(RoadClass.RESIDENTIAL, RoadClass.SECONDARY);
        assertThat(summary.roads().metresByClass().get(RoadClass.RESIDENTIAL)).isEqualTo(111.2, within(0.1));
        assertThat(summary.roads().metresByClass().get(RoadClass.SECONDARY)).isEqualTo(111.2, within(0.1));
        assertThat(summary.roads().metres()).isEqualTo(222.4, within(0.2));
        // Both directions of the street have a limit, the one direction of the road has none.
        assertThat(summary.roads().limitsKnownShare()).isEqualTo(2.0 / 3, within(0.001));
    }

    @Test
    void nodesOneByOneAndBlocksAsTheyAreMakeTheSameRoads() throws IOException {
        String version =
                imported(town().write(folder.resolve("dense.osm.pbf"))).roads().version();

        assertThat(imported(town().plain().write(folder.resolve("plain.osm.pbf")))
                        .roads()
                        .version())
                .isEqualTo(version);
    }

    @Test
    void anExtractThatSaysItIsSortedMakesTheSameRoads() throws IOException {
        PbfWriter signs = town().relation(
                        1,
                        Map.of("type", "restriction", "restriction", "no_u_turn"),
                        new Member(MemberKind.WAY, 10, "from"),
                        new Member(MemberKind.NODE, 1, "via"),
                        new Member(MemberKind.WAY, 10, "to"));
        String version =
                imported(signs.write(folder.resolve("plain.osm.pbf"))).roads().version();

        ImportSummary summary = imported(signs.sorted().write(folder.resolve("sorted.osm.pbf")));

        assertThat(summary.roads().version()).isEqualTo(version);
        assertThat(summary.turns().restrictions()).isOne();
    }

    @Test
    void whatTwoExtractsHaveInCommonIsThereOnce() throws IOException {
        Path whole = town().write(folder.resolve("whole.osm.pbf"));
        Path west = new PbfWriter()
                .node(1, 60, 25)
                .node(2, 60, 25.001)
                .way(10, STREET, 1, 2, 3)
                .write(folder.resolve("west.osm.pbf"));
        String version = imported(whole).roads().version();

        assertThat(imported(whole, west).roads().version()).isEqualTo(version);
        assertThat(imported(west, whole).roads().version()).isEqualTo(version);
    }

    @Test
    void aWayThatCrossesTheBorderOfTwoExtractsIsWholeAgain() throws IOException {
        Path west = new PbfWriter()
                .node(1, 60, 25)
                .node(2, 60, 25.001)
                .way(10, STREET, 1, 2, 3)
                .write(folder.resolve("west.osm.pbf"));
        Path east = new PbfWriter().node(3, 60, 25.002).way(10, STREET, 1, 2, 3).write(folder.resolve("east.osm.pbf"));

        imported(west, east);

        RoadNetwork roads = RoadNetwork.open(roadFile);
        assertThat(roads.edgeCount()).isEqualTo(2);
        assertThat(roads.pointCount(0)).isEqualTo(3);
    }

    @Test
    void ofAWayThatTwoExtractsHaveDifferentlyTheNewestExtractsCounts() throws IOException {
        Path before = new PbfWriter()
                .asOf(1_700_000_000)
                .node(1, 60, 25)
                .node(2, 60, 25.001)
                .node(3, 60, 25.002)
                .way(10, FOOTWAY, 1, 2, 3)
                .way(11, STREET, 1, 2, 3)
                .write(folder.resolve("before.osm.pbf"));
        Path after = new PbfWriter()
                .asOf(1_800_000_000)
                .node(1, 60.5, 25)
                .node(2, 60, 25.001)
                .way(11, Map.of("highway", "primary"), 1, 2)
                .write(folder.resolve("after.osm.pbf"));

        for (Path[] order : new Path[][] {{before, after}, {after, before}}) {
            imported(order);

            RoadNetwork roads = RoadNetwork.open(roadFile);
            assertThat(roads.roadClass(0)).isEqualTo(RoadClass.PRIMARY);
            assertThat(roads.pointCount(0)).isEqualTo(2);
            assertThat(roads.maxLatitude()).isEqualTo(60.5);
        }
    }

    @Test
    void extractsOfOneDateMakeTheSameRoadsInAnyOrder() throws IOException {
        Path one = new PbfWriter()
                .node(1, 60, 25)
                .node(2, 60, 25.001)
                .way(10, STREET, 1, 2)
                .way(11, STREET, 2, 1)
                .write(folder.resolve("one.osm.pbf"));
        Path other = new PbfWriter()
                .node(1, 60, 25.0001)
                .node(2, 60, 25.001)
                .way(10, Map.of("highway", "service"), 1, 2)
                .write(folder.resolve("other.osm.pbf"));

        String version = imported(one, other).roads().version();

        assertThat(imported(other, one).roads().version()).isEqualTo(version);
    }

    @Test
    void progressGoesThroughAllPhasesToTheEnd() throws IOException {
        Path extract = town().write(folder.resolve("town.osm.pbf"));
        Set<ImportPhase> phases = EnumSet.noneOf(ImportPhase.class);
        List<Long> done = new ArrayList<>();
        Set<Long> written = new HashSet<>();

        OsmImporter.importExtracts(List.of(extract, extract), roadFile, (phase, bytesDone, bytesTotal) -> {
            if (phases.add(phase)) {
                done.add(0L);
            }
            assertThat(bytesDone).isBetween(done.get(done.size() - 1), bytesTotal);
            assertThat(bytesTotal).isEqualTo(2 * extract.toFile().length());
            done.set(done.size() - 1, bytesDone);
            if (phase == ImportPhase.WRITING) {
                written.add(bytesDone);
            }
        });

        assertThat(phases).containsExactly(ImportPhase.values());
        assertThat(done).containsOnly(2 * Files.size(extract));
        assertThat(written).as("writing takes long too").hasSizeGreaterThan(3);
    }

    @Test
    void aMissingExtractIsNamed() {
        assertRefused(() -> imported(folder.resolve("gone.osm.pbf")), "gone.osm.pbf: there is no such extract");
    }

    @Test
    void anEmptyExtractIsNamed() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.osm.pbf"));

        assertRefused(() -> imported(empty), "empty.osm.pbf: the extract is empty");
    }

    @Test
    void aFolderIsNotAnExtract() {
        assertRefused(() -> imported(folder), "this is a folder");
    }

    @Test
    void anotherFormatIsToldFromADamagedFile() throws IOException {
        Path xml = Files.writeString(folder.resolve("town.osm"), "<?xml version='1.0'?><osm version='0.6'></osm>");
        Path zeros = Files.write(folder.resolve("zeros.osm.pbf"), new byte[1000]);

        assertRefused(() -> imported(xml), "this is not an OpenStreetMap extract in PBF format");
        assertRefused(() -> imported(zeros), "this is not an OpenStreetMap extract in PBF format");
    }

    @Test
    void anExtractCutAnywhereIsRefused() throws IOException {
        byte[] whole = town().bytes();
        Path cut = folder.resolve("cut.osm.pbf");
        int refused = 0;
        for (int length = 1; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            try {
                imported(cut);
            } catch (RoadFileException e) {
                assertThat(e).hasMessageStartingWith(cut + ": ");
                assertThat(e.getMessage()).doesNotContain("\n");
                refused++;
            }
        }

        assertThat(refused).isEqualTo(whole.length - 1);
        assertThat(roadFile).doesNotExist();
    }

    @Test
    void anExtractWithAByteChangedIsImportedOrRefusedInOneLine() throws IOException {
        byte[] packed = town().bytes();
        assertThat(refusedWithAByteChanged(packed)).isGreaterThan(packed.length / 2);
        byte[] plain = town().plain().bytes();
        assertThat(refusedWithAByteChanged(plain)).isGreaterThan(plain.length / 4);
    }

    private int refusedWithAByteChanged(byte[] whole) throws IOException {
        Path damaged = folder.resolve("damaged.osm.pbf");
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x55;
            Files.write(damaged, bytes);
            try {
                imported(damaged);
            } catch (RoadFileException e) {
                assertThat(e.getMessage()).startsWith(folder.toString()).doesNotContain("\n");
                refused++;
            }
        }
        return refused;
    }

    @Test
    void aNodeThatIsNotOnEarthIsADamage() throws IOException {
        Path extract = town().node(6, 95, 25).way(14, STREET, 5, 6).write(folder.resolve("moon.osm.pbf"));

        assertRefused(() -> imported(extract), "the extract is damaged in the block at byte");
    }

    @Test
    void anExtractThatNeedsAnUnknownFeatureIsRefused() throws IOException {
        Path extract = town().requiring("TimeTravel").write(folder.resolve("new.osm.pbf"));

        assertRefused(() -> imported(extract), "needs the feature TimeTravel");
    }

    @Test
    void anExtractWithoutADrivableWayIsRefused() throws IOException {
        Path park = new PbfWriter()
                .node(1, 60, 25)
                .node(2, 60, 25.1)
                .way(1, FOOTWAY, 1, 2)
                .write(folder.resolve("park.osm.pbf"));

        assertRefused(() -> imported(park), "park.osm.pbf: there is no way in it that motor vehicles may use");
    }

    @Test
    void aFailedImportLeavesTheFormerRoadFileAndNothingElse() throws IOException {
        Path good = town().write(folder.resolve("good.osm.pbf"));
        String version = imported(good).roads().version();
        byte[] bytes = Files.readAllBytes(good);
        Path cut = Files.write(folder.resolve("cut.osm.pbf"), Arrays.copyOf(bytes, bytes.length - 5));

        assertRefused(() -> imported(cut), "cut.osm.pbf: the extract ends in the middle of the block");

        assertThat(RoadNetwork.open(roadFile).version()).isEqualTo(version);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(good, cut, roadFile);
        }
    }

    @Test
    void aTargetThatCannotBeWrittenIsToldBeforeAnythingIsRead() throws IOException {
        Path extract = town().write(folder.resolve("town.osm.pbf"));
        List<Path> extracts = List.of(extract);
        Path nowhere = folder.resolve("no").resolve("such.roads");

        assertRefused(
                () -> OsmImporter.importExtracts(extracts, nowhere, ImportProgress.NONE),
                "such.roads: there is no folder");
        assertRefused(() -> OsmImporter.importExtracts(extracts, folder, ImportProgress.NONE), "this is a folder");
        assertRefused(
                () -> OsmImporter.importExtracts(extracts, extract, ImportProgress.NONE), "would replace the extract");
        assertRefused(
                () -> OsmImporter.importExtracts(List.of(), roadFile, ImportProgress.NONE), "there is no extract");
        assertThat(new String(Files.readAllBytes(extract), StandardCharsets.ISO_8859_1))
                .contains("OSMHeader");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(RoadFileException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
