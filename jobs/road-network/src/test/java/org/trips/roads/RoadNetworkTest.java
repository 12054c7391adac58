package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoadNetworkTest {
    private static final double METRES_PER_DEGREE = Math.toRadians(Earth.RADIUS_METRES);

    @TempDir
    Path folder;

    /** A crossing at node 2: a street 1-2-3 from west to east, a oneway 4-2 from the north, nodes 0.001° apart. */
    private RoadNetworkBuilder crossing() {
        return new RoadNetworkBuilder()
                .addNode(1, 0, -0.001)
                .addNode(2, 0, 0)
                .addNode(3, 0, 0.001)
                .addNode(4, 0.001, 0)
                .addWay(Way.of(10, RoadClass.RESIDENTIAL).limitsKmh(30, 50).named("Long Street", ""), 1, 2, 3)
                .addWay(Way.of(11, RoadClass.MOTORWAY).oneway().named("Ébène", "A 1"), 4, 2);
    }

    private RoadNetwork written(RoadNetworkBuilder builder) throws IOException {
        Path file = folder.resolve("test.roads");
        builder.write(file);
        return RoadNetwork.open(file);
    }

    private static int edge(RoadNetwork roads, long way, boolean forward, int count) {
        List<Integer> edges = new ArrayList<>();
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            if (roads.wayId(edge) == way && roads.forward(edge) == forward) {
                edges.add(edge);
            }
        }
        edges.sort((a, b) -> Double.compare(
                roads.wayOffsetMetres(a) * (forward ? 1 : -1), roads.wayOffsetMetres(b) * (forward ? 1 : -1)));
        return edges.get(count);
    }

    @Test
    void aWayIsCutWhereAnotherWayMeetsItAndNowhereElse() throws IOException {
        RoadNetwork roads = written(crossing().addNode(5, 0, 0.002).addWay(Way.of(12, RoadClass.SERVICE), 3, 5));

        assertThat(roads.junctionCount()).isEqualTo(5);
        assertThat(roads.edgeCount()).isEqualTo(4 + 1 + 2);
        assertThat(roads.wayCount()).isEqualTo(3);
    }

    @Test
    void aTwoWayStreetIsTwoEdgesThatShareTheirGeometry() throws IOException {
        RoadNetwork roads = written(new RoadNetworkBuilder()
                .addNode(1, 60.17, 24.94)
                .addNode(2, 60.1712345, 24.95)
                .addNode(3, 60.17, 24.96)
                .addWay(Way.of(7, RoadClass.PRIMARY), 1, 2, 3));

        int there = edge(roads, 7, true, 0);
        int back = roads.opposite(there);

        assertThat(roads.edgeCount()).isEqualTo(2);
        assertThat(back).isEqualTo(edge(roads, 7, false, 0));
        assertThat(roads.pointCount(there)).isEqualTo(3);
        assertThat(roads.latitude(there, 1)).isEqualTo(60.1712345);
        assertThat(roads.longitude(there, 0)).isEqualTo(24.94);
        assertThat(roads.longitude(back, 0)).isEqualTo(24.96);
        assertThat(roads.metresAtPoint(back, 1)).isEqualTo(roads.metresAtPoint(there, 1), within(0.01));
    }

    @Test
    void aOnewayStreetHasNoOppositeButKnowsWhereItStarts() throws IOException {
        RoadNetwork roads = written(crossing());

        int oneway = edge(roads, 11, true, 0);

        assertThat(roads.opposite(oneway)).isEqualTo(-1);
        assertThat(roads.outgoingCount(roads.startJunction(oneway))).isEqualTo(1);
        assertThat(roads.outgoing(roads.startJunction(oneway), 0)).isEqualTo(oneway);
        assertThat(roads.outgoingCount(roads.endJunction(oneway))).isEqualTo(2);
        assertThat(roads.latitude(oneway, 0)).isEqualTo(0.001);
    }

    @Test
    void aStreetThatIsOpenAgainstItsNodesOnlyRunsBackward() throws IOException {
        RoadNetwork roads = written(new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.001)
                .addWay(Way.of(7, RoadClass.TERTIARY).onewayAgainst().limitsKmh(0, 40), 1, 2));

        assertThat(roads.edgeCount()).isEqualTo(1);
        assertThat(roads.forward(0)).isFalse();
        assertThat(roads.speedLimitKmh(0)).isEqualTo(40);
        assertThat(roads.longitude(0, 0)).isEqualTo(0.001);
        assertThat(roads.startJunction(0)).isNotEqualTo(roads.endJunction(0));
        assertThat(roads.wayOffsetMetres(0)).isEqualTo(0.001 * METRES_PER_DEGREE, within(0.001));
    }

    @Test
    void anEdgeKnowsWhatItsWaySays() throws IOException {
        RoadNetwork roads = written(crossing());

        int east = edge(roads, 10, true, 0);
        int west = roads.opposite(east);
        int oneway = edge(roads, 11, true, 0);

        assertThat(roads.speedLimitKmh(east)).isEqualTo(30);
        assertThat(roads.speedLimitKmh(west)).isEqualTo(50);
        assertThat(roads.speedLimitKmh(oneway)).isEqualTo(RoadNetwork.UNKNOWN_LIMIT);
        assertThat(roads.roadClass(east)).isEqualTo(RoadClass.RESIDENTIAL);
        assertThat(roads.roadClass(oneway)).isEqualTo(RoadClass.MOTORWAY);
        assertThat(roads.name(east)).isEqualTo("Long Street");
        assertThat(roads.ref(east)).isEmpty();
        assertThat(roads.name(oneway)).isEqualTo("Ébène");
        assertThat(roads.ref(oneway)).isEqualTo("A 1");
        assertThat(roads.privateAccess(east)).isFalse();
        assertThat(roads.roundabout(east)).isFalse();
    }

    @Test
    void flagsAndExtremesAreKept() throws IOException {
        long largeId = 1L << 40;
        RoadNetwork roads = written(new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.001)
                .addNode(3, 0.001, 0)
                .addWay(Way.of(largeId, RoadClass.SERVICE).asRoundabout().limitKmh(RoadNetwork.UNLIMITED), 1, 2, 3, 1)
                .addWay(Way.of(2, RoadClass.FERRY).asPrivate(), 1, 3));

        int roundabout = edge(roads, largeId, true, 0);
        int ferry = edge(roads, 2, true, 0);

        assertThat(roads.roundabout(roundabout)).isTrue();
        assertThat(roads.opposite(roundabout)).isEqualTo(-1);
        assertThat(roads.speedLimitKmh(roundabout)).isEqualTo(RoadNetwork.UNLIMITED);
        assertThat(roads.ferry(roundabout)).isFalse();
        assertThat(roads.ferry(ferry)).isTrue();
        assertThat(roads.privateAccess(ferry)).isTrue();
        assertThat(roads.privateAccess(roundabout)).isFalse();
    }

    @Test
    void wayOffsetsCountFromTheWaysOwnStart() throws IOException {
        RoadNetwork roads = written(crossing());

        int second = edge(roads, 10, true, 1);

        assertThat(roads.wayOffsetMetres(second)).isEqualTo(0.001 * METRES_PER_DEGREE, within(0.001));
        assertThat(roads.wayOffsetMetres(roads.opposite(second))).isEqualTo(0.002 * METRES_PER_DEGREE, within(0.001));
    }

    @Test
    void aWayWhoseNodesAreMissingIsCutThere() throws IOException {
        RoadNetwork roads = written(new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.001)
                .addNode(4, 0, 0.003)
                .addNode(5, 0, 0.004)
                .addWay(Way.of(7, RoadClass.TERTIARY).oneway(), 1, 2, 3, 4, 5)
                .addWay(Way.of(8, RoadClass.TERTIARY), 8, 9));

        assertThat(roads.edgeCount()).isEqualTo(2);
        assertThat(roads.junctionCount()).isEqualTo(4);
        assertThat(roads.wayCount()).isEqualTo(1);
    }

    @Test
    void aLoopWithATailCutsAtTheNodeItComesBackTo() throws IOException {
        RoadNetwork roads = written(new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.001)
                .addNode(3, 0.001, 0.001)
                .addNode(4, 0.001, 0)
                .addWay(Way.of(7, RoadClass.RESIDENTIAL).oneway(), 1, 2, 3, 4, 2));

        int loop = edge(roads, 7, true, 1);

        assertThat(roads.edgeCount()).isEqualTo(2);
        assertThat(roads.startJunction(loop)).isEqualTo(roads.endJunction(loop));
        assertThat(roads.pointCount(loop)).isEqualTo(4);
    }

    @Test
    void whatWasAddedUnderAnIdBeforeIsNotAddedAgain() throws IOException {
        RoadNetwork once = written(crossing());
        String version = once.version();

        RoadNetwork twice = written(crossing().addNode(1, 50, 50).addWay(Way.of(10, RoadClass.TRACK), 1, 2));

        assertThat(twice.version()).isEqualTo(version);
    }

    /** The crossing with the street cut in two, 10 and 12, as ways are cut where a restriction begins or ends. */
    private static RoadNetworkBuilder crossingOfThreeWays() {
        return new RoadNetworkBuilder()
                .addNode(1, 0, -0.001)
                .addNode(2, 0, 0)
                .addNode(3, 0, 0.001)
                .addNode(4, 0.001, 0)
                .addWay(Way.of(10, RoadClass.RESIDENTIAL), 1, 2)
                .addWay(Way.of(12, RoadClass.RESIDENTIAL), 2, 3)
                .addWay(Way.of(11, RoadClass.MOTORWAY).oneway(), 4, 2);
    }

    @Test
    void onlyTheEdgeARestrictionStartsFromSaysThatItsTurnsAreRestricted() throws IOException {
        RoadNetwork roads = written(crossingOfThreeWays().addRestriction(TurnRestriction.no(1, 11, 2, 10)));

        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            assertThat(roads.turnsRestricted(edge)).isEqualTo(roads.wayId(edge) == 11);
        }
        assertThat(roads.roadClass(edge(roads, 11, true, 0))).isEqualTo(RoadClass.MOTORWAY);
    }

    @Test
    void theOrderInWhichRestrictionsAreAddedMakesNoDifference() throws IOException {
        String version = written(crossingOfThreeWays()
                        .addRestriction(TurnRestriction.no(1, 11, 2, 10))
                        .addRestriction(TurnRestriction.only(2, 10, 2, 12)))
                .version();

        assertThat(written(crossingOfThreeWays()
                                .addRestriction(TurnRestriction.only(2, 10, 2, 12))
                                .addRestriction(TurnRestriction.no(1, 11, 2, 10))
                                .addRestriction(TurnRestriction.no(1, 10, 2, 12)))
                        .version())
                .isEqualTo(version);
    }

    @Test
    void aRestrictionThatCannotMeanAnythingHereIsLeftOut() throws IOException {
        assertThat(restrictionsWritten(crossing(), TurnRestriction.no(1, 11, 2, 10)))
                .as("the street goes on in both directions, so where to is not clear")
                .isZero();
        assertThat(restrictionsWritten(crossingOfThreeWays(), TurnRestriction.no(1, 10, 2, 11)))
                .as("against a oneway street")
                .isZero();
        assertThat(restrictionsWritten(crossingOfThreeWays(), TurnRestriction.no(1, 10, 2, 99)))
                .as("onto a way that is not there")
                .isZero();
        assertThat(restrictionsWritten(crossingOfThreeWays(), TurnRestriction.no(1, 10, 99, 12)))
                .as("at a node that is not there")
                .isZero();
        assertThat(restrictionsWritten(crossingOfThreeWays(), TurnRestriction.no(1, 10, 1, 12)))
                .as("where the roads do not meet")
                .isZero();
        assertThat(restrictionsWritten(
                        crossingOfThreeWays(), TurnRestriction.no(1, 10, 2, 11).overWays(12L)))
                .as("over a way that does not lead there")
                .isZero();
        assertThat(restrictionsWritten(crossingOfThreeWays(), TurnRestriction.no(1, 11, 2, 10)))
                .as("a turn that is there")
                .isOne();
    }

    private int restrictionsWritten(RoadNetworkBuilder builder, TurnRestriction restriction) throws IOException {
        return builder.addRestriction(restriction)
                .write(folder.resolve("counted.roads"))
                .restrictions();
    }

    @Test
    void aBarrierCutsTheWayItStandsOnAndCountsBetweenTwoStretchesOnly() throws IOException {
        RoadNetworkBuilder street = new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.001)
                .addNode(3, 0, 0.002)
                .addWay(Way.of(7, RoadClass.PRIMARY), 1, 2, 3)
                .addBarrier(2, Barrier.CLOSED)
                .addBarrier(3, Barrier.CLOSED)
                .addBarrier(99, Barrier.GATE);

        assertThat(street.write(folder.resolve("counted.roads"))).isEqualTo(new WrittenTurns(0, Map.of(), 1, 0, 2));

        assertThat(written(street).edgeCount()).isEqualTo(4);
        assertThat(crossing().addBarrier(2, Barrier.GATE).write(folder.resolve("counted.roads")))
                .isEqualTo(new WrittenTurns(0, Map.of(), 0, 0, 1));
    }

    @Test
    void boundsEncloseAllRoadsAndNoUnusedNode() throws IOException {
        RoadNetwork roads = written(crossing().addNode(99, 45, 45));

        assertThat(roads.minLatitude()).isEqualTo(0);
        assertThat(roads.maxLatitude()).isEqualTo(0.001);
        assertThat(roads.minLongitude()).isEqualTo(-0.001);
        assertThat(roads.maxLongitude()).isEqualTo(0.001);
    }

    @Test
    void roadsThatCannotBeAreRefusedWhenTheyAreAdded() {
        RoadNetworkBuilder builder = new RoadNetworkBuilder();

        assertThatThrownBy(() -> builder.addNode(5, 91, 0)).hasMessageContaining("node 5 lies at 91.0, 0.0");
        assertThatThrownBy(() -> builder.addNode(5, 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Way.of(3, RoadClass.TRACK).limitKmh(256)).hasMessageContaining("a limit of 256 km/h");
        assertThatThrownBy(() -> builder.addNode(1, 0, 0)
                        .addWay(Way.of(3, RoadClass.TRACK), 1)
                        .write(folder.resolve("none.roads")))
                .isInstanceOf(RoadFileException.class)
                .hasMessageContaining("none.roads: no way has two nodes");
    }
}
