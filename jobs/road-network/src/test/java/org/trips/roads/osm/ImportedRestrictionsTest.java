package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.roads.DroppedRestriction;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.PbfBlock.Member;
import org.trips.roads.osm.PbfBlock.MemberKind;

/** From a relation in an extract to the turns that routes avoid. */
class ImportedRestrictionsTest {
    private static final Map<String, String> STREET = Map.of("highway", "residential");

    @TempDir
    Path folder;

    /**
     * Two crossings, 5 and 6, with a street of its own on each side; 14 lies between them. All are longer than a driver
     * would go to turn round.
     *
     * <pre>
     *      3     7
     *    12|   15|
     * 1 -- 5 --- 6 -- 2
     *  10  | 14  | 11
     *    13|   16|
     *      4     8
     * </pre>
     */
    private static PbfWriter crossings() {
        return new PbfWriter()
                .node(1, 60, 25)
                .node(5, 60, 25.01)
                .node(6, 60, 25.02)
                .node(2, 60, 25.03)
                .node(3, 60.01, 25.01)
                .node(4, 59.99, 25.01)
                .node(7, 60.01, 25.02)
                .node(8, 59.99, 25.02)
                .way(10, STREET, 1, 5)
                .way(11, STREET, 6, 2)
                .way(12, STREET, 5, 3)
                .way(13, STREET, 4, 5)
                .way(14, STREET, 5, 6)
                .way(15, STREET, 7, 6)
                .way(16, STREET, 6, 8);
    }

    private static Map<String, String> restriction(String value) {
        return Map.of("type", "restriction", "restriction", value);
    }

    private static Member from(long way) {
        return new Member(MemberKind.WAY, way, "from");
    }

    private static Member to(long way) {
        return new Member(MemberKind.WAY, way, "to");
    }

    private static Member via(long node) {
        return new Member(MemberKind.NODE, node, "via");
    }

    private static Member viaWay(long way) {
        return new Member(MemberKind.WAY, way, "via");
    }

    private ImportSummary summary;

    private Turns turns(PbfWriter... extracts) throws IOException {
        Path roadFile = folder.resolve("made.roads");
        Path[] files = new Path[extracts.length];
        for (int i = 0; i < extracts.length; i++) {
            files[i] = extracts[i].write(folder.resolve(i + ".osm.pbf"));
        }
        summary = OsmImporter.importExtracts(List.of(files), roadFile, ImportProgress.NONE);
        return new Turns(RoadNetwork.open(roadFile));
    }

    private void assertDropped(PbfWriter extract, DroppedRestriction reason) throws IOException {
        Turns turns = turns(extract);
        assertThat(turns.avoided()).isEmpty();
        assertThat(summary.turns().restrictions()).isZero();
        assertThat(summary.turns().dropped()).containsExactly(Map.entry(reason, 1));
    }

    @Test
    void aForbiddenTurnIsForbiddenAndNoOther() throws IOException {
        Turns turns = turns(crossings().relation(1, restriction("no_left_turn"), from(10), via(5), to(12)));

        assertThat(turns.avoided()).containsExactly("10>12");
        assertThat(summary.turns().restrictions()).isOne();
        assertThat(summary.turns().dropped()).isEmpty();
    }

    @Test
    void whereOneTurnIsCommandedAllOthersButTurningBackAreForbidden() throws IOException {
        Turns turns = turns(crossings().relation(1, restriction("only_straight_on"), from(10), via(5), to(14)));

        assertThat(turns.avoided()).containsExactly("10>12", "10>13");
    }

    @Test
    void turningBackCanBeForbiddenOrCommanded() throws IOException {
        assertThat(turns(crossings().relation(1, restriction("no_u_turn"), from(14), via(6), to(14)))
                        .avoided())
                .containsExactly("14>14");
        assertThat(turns(crossings().relation(1, restriction("only_u_turn"), from(14), via(6), to(14)))
                        .avoided())
                .containsExactly("14>11", "14>15", "14>16");
    }

    @Test
    void severalRoadsMayNotEnterOneAndOneMayNotExitIntoSeveral() throws IOException {
        assertThat(turns(crossings().relation(1, restriction("no_entry"), from(10), from(12), via(5), to(13)))
                        .avoided())
                .containsExactly("10>13", "12>13");
        assertThat(turns(crossings().relation(1, restriction("no_exit"), from(10), via(5), to(12), to(13)))
                        .avoided())
                .containsExactly("10>12", "10>13");
    }

    @Test
    void aTurnForbiddenOverAWayIsForbiddenToThoseWhoCameThatWay() throws IOException {
        Turns turns = turns(crossings().relation(1, restriction("no_u_turn"), from(13), viaWay(14), to(16)));

        assertThat(turns.avoided()).isEmpty();
        assertThat(turns.isAvoided(13, 14, 16)).isTrue();
        assertThat(turns.isAvoided(13, 14, 11)).isFalse();
        assertThat(turns.isAvoided(10, 14, 16)).isFalse();
    }

    @Test
    void aCommandedWayMustNotBeLeftAnywhere() throws IOException {
        Turns turns = turns(crossings().relation(1, restriction("only_left_turn"), from(13), viaWay(14), to(15)));

        assertThat(turns.avoided()).as("before the way").containsExactly("13>10", "13>12");
        assertThat(turns.isAvoided(13, 14, 15)).isFalse();
        assertThat(turns.isAvoided(13, 14, 11)).isTrue();
        assertThat(turns.isAvoided(13, 14, 16)).isTrue();
        assertThat(turns.isAvoided(10, 14, 11)).isFalse();
    }

    @Test
    void ofAWayThatIsCutTheStretchBesideTheJunctionIsMeant() throws IOException {
        Turns turns = turns(crossings()
                .node(9, 60, 24.99)
                .node(20, 60.01, 25)
                .way(10, STREET, 9, 1, 5)
                .way(17, STREET, 1, 20)
                .relation(1, restriction("no_left_turn"), from(10), via(5), to(12)));

        assertThat(turns.avoided()).containsExactly("10>12");
        assertThat(turns.restrictedEdges()).isOne();
    }

    @Test
    void aRoadThatNoCarMayUseOrThatIsNotInTheExtractCostsTheRestriction() throws IOException {
        assertDropped(
                crossings()
                        .way(17, Map.of("highway", "footway"), 5, 8)
                        .relation(1, restriction("no_right_turn"), from(10), via(5), to(17)),
                DroppedRestriction.ROADS_MISSING);
        assertDropped(
                crossings().relation(1, restriction("no_right_turn"), from(10), via(5), to(99)),
                DroppedRestriction.ROADS_MISSING);
        assertDropped(
                crossings().relation(1, restriction("no_right_turn"), from(10), via(99), to(13)),
                DroppedRestriction.ROADS_MISSING);
        assertDropped(
                crossings().relation(1, restriction("no_u_turn"), from(13), viaWay(99), to(16)),
                DroppedRestriction.ROADS_MISSING);
    }

    @Test
    void whereRoadsDoNotMeetNobodyKnowsWhatIsMeant() throws IOException {
        assertDropped(
                crossings().relation(1, restriction("no_right_turn"), from(10), via(6), to(16)),
                DroppedRestriction.UNCLEAR);
        assertDropped(
                crossings().relation(1, restriction("no_u_turn"), from(13), viaWay(14), viaWay(11), to(12)),
                DroppedRestriction.UNCLEAR);
    }

    @Test
    void aWayThatGoesOnBeyondTheJunctionLeavesOpenWhichTurnIsMeant() throws IOException {
        PbfWriter through = crossings().way(17, STREET, 3, 6, 4);

        assertDropped(
                through.relation(1, restriction("no_left_turn"), from(14), via(6), to(17)), DroppedRestriction.UNCLEAR);
    }

    @Test
    void aNodeInTheMiddleOfARoadIsNoPlaceToTurn() throws IOException {
        PbfWriter bend = crossings().node(9, 60, 24.99).node(20, 60, 24.98).way(17, STREET, 20, 9, 1);

        assertDropped(
                bend.relation(1, restriction("no_u_turn"), from(17), via(9), to(17)),
                DroppedRestriction.NOTHING_TO_FORBID);
    }

    @Test
    void whatAOnewayStreetForbidsNeedsNoRestriction() throws IOException {
        PbfWriter oneway = crossings().way(17, Map.of("highway", "residential", "oneway", "yes"), 8, 5);

        assertDropped(
                oneway.relation(1, restriction("no_right_turn"), from(10), via(5), to(17)),
                DroppedRestriction.NOTHING_TO_FORBID);
    }

    @Test
    void whatIsForLorriesOrForSomeHoursIsNotForbiddenToCars() throws IOException {
        assertDropped(
                crossings()
                        .relation(
                                1,
                                Map.of("type", "restriction", "restriction:hgv", "no_left_turn"),
                                from(10),
                                via(5),
                                to(12)),
                DroppedRestriction.OTHER_VEHICLES);
        assertDropped(
                crossings()
                        .relation(
                                1,
                                Map.of(
                                        "type",
                                        "restriction",
                                        "restriction:conditional",
                                        "no_left_turn @ (07:00-09:00)"),
                                from(10),
                                via(5),
                                to(12)),
                DroppedRestriction.AT_TIMES);
    }

    @Test
    void aRestrictionThatTwoExtractsHaveIsThereOnce() throws IOException {
        PbfWriter west = crossings()
                .relation(1, restriction("no_left_turn"), from(10), via(5), to(12))
                .relation(2, restriction("no_left_turn"), from(10), to(12));
        PbfWriter east = crossings()
                .relation(1, restriction("no_left_turn"), from(10), via(5), to(12))
                .relation(2, restriction("no_left_turn"), from(10), to(12));

        assertThat(turns(west, east).avoided()).containsExactly("10>12");
        assertThat(summary.turns().restrictions()).isOne();
        assertThat(summary.turns().dropped()).containsExactly(Map.entry(DroppedRestriction.MALFORMED, 1));
    }
}
