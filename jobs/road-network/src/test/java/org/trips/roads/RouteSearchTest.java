package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteSearchTest {
    private static final double METRES_PER_DEGREE = Math.toRadians(Earth.RADIUS_METRES);
    private static final double UNBOUNDED = Double.POSITIVE_INFINITY;
    private static final double MILLIMETRES = 0.05;

    @TempDir
    Path folder;

    @Test
    void theShorterOfTwoWaysIsTaken() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL));
        RouteSearch search = new RouteSearch(roads);

        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 13, true), 25))
                .isCloseTo(60 + 100 + 25, within(MILLIMETRES));
        assertThat(search.layOut(0)).isEqualTo(3);
        assertThat(search.routeEdge(0)).isEqualTo(edge(roads, 10, true));
        assertThat(search.routeEdge(1)).isEqualTo(edge(roads, 12, true));
        assertThat(search.routeEdge(2)).isEqualTo(edge(roads, 13, true));
    }

    @Test
    void aOnewayIsNotDrivenAgainst() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL).onewayAgainst());

        assertThat(metres(new RouteSearch(roads), edge(roads, 10, true), 40, edge(roads, 13, true), 25))
                .isCloseTo(60 + 100 + 100 + 100 + 25, within(MILLIMETRES));
    }

    @Test
    void aPrivateRoadIsDrivenAroundButNotWhenItIsTheTarget() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL).asPrivate());
        RouteSearch search = new RouteSearch(roads);

        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 13, true), 25))
                .isCloseTo(60 + 300 + 25, within(MILLIMETRES));
        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 12, true), 50))
                .isCloseTo(60 + 50, within(MILLIMETRES));
    }

    @Test
    void whatLiesBehindOnTheSameEdgeIsReachedByComingRound() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL));
        RouteSearch search = new RouteSearch(roads);
        int around = edge(roads, 11, true);

        assertThat(metres(search, around, 250, around, 20)).isCloseTo(50 + 100 + 20, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isZero();
    }

    @Test
    void theNextBestWayIsFoundWhereTheBestIsShunned() throws IOException {
        RoadNetwork roads = blockWithBarrier(Barrier.CLOSED);
        RouteSearch search = new RouteSearch(roads);
        int from = edge(roads, 10, true);
        int to = edge(roads, 13, true);
        assertThat(metres(search, from, 40, to, 25)).isCloseTo(60 + 300 + 25, within(MILLIMETRES));
        assertThat(search.countedMetres(0)).isCloseTo(60 + 300, within(MILLIMETRES));

        search.begin();
        search.addTarget(to, 25);
        search.shun(edge(roads, 11, true));
        search.search(from, 40, UNBOUNDED);
        assertThat(search.metres(0)).isCloseTo(60 + 100 + 25, within(MILLIMETRES));
        assertThat(search.countedMetres(0)).isCloseTo(60 + 100 + RouteSearch.FORBIDDEN_METRES, within(MILLIMETRES));
    }

    @Test
    void aShunnedWayIsStillTakenWhereAllOthersAreMuchLongerAndCountsNoMoreForIt() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL));
        RouteSearch search = new RouteSearch(roads);
        search.begin();
        search.addTarget(edge(roads, 13, true), 25);
        search.shun(edge(roads, 12, true));
        search.search(edge(roads, 10, true), 40, UNBOUNDED);

        assertThat(search.metres(0)).isCloseTo(60 + 100 + 25, within(MILLIMETRES));
        assertThat(search.countedMetres(0)).isCloseTo(60 + 100, within(MILLIMETRES));
    }

    @Test
    void turningBackIsALastResortButFreeAtADeadEnd() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL));
        RouteSearch search = new RouteSearch(roads);
        int intoDeadEnd = edge(roads, 13, true);
        int outOfTown = edge(roads, 10, false);

        assertThat(metres(search, intoDeadEnd, 40, roads.opposite(intoDeadEnd), 40))
                .isCloseTo(60 + 40, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isZero();

        int across = edge(roads, 12, true);
        assertThat(metres(search, across, 40, roads.opposite(across), 40))
                .as("over the dead end beyond, not back at the crossing")
                .isCloseTo(60 + 100 + 100 + 40, within(MILLIMETRES));
        assertThat(metres(search, outOfTown, 0, edge(roads, 10, true), 0)).isCloseTo(100, within(MILLIMETRES));
    }

    @Test
    void whatLiesBeyondTheBoundIsNotReached() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL));
        RouteSearch search = new RouteSearch(roads);
        search.begin();
        int near = search.addTarget(edge(roads, 12, true), 10);
        int far = search.addTarget(edge(roads, 13, true), 10);

        search.search(edge(roads, 10, true), 40, 100);

        assertThat(search.metres(near)).isCloseTo(70, within(MILLIMETRES));
        assertThat(search.metres(far)).isInfinite();
    }

    @Test
    void theQuickestWayGoesAroundASlowRoad() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL).limitKmh(5));
        RouteSearch search = new RouteSearch(roads);
        search.begin();
        int target = search.addTarget(edge(roads, 13, true), 25);

        search.search(edge(roads, 10, true), 40, UNBOUNDED, 1);
        assertThat(search.metres(target)).as("over ways 11").isCloseTo(60 + 300 + 25, within(MILLIMETRES));

        search.begin();
        target = search.addTarget(edge(roads, 13, true), 25);
        search.search(edge(roads, 10, true), 40, UNBOUNDED, 0);
        assertThat(search.metres(target)).as("over way 12").isCloseTo(60 + 100 + 25, within(MILLIMETRES));
    }

    @Test
    void aForbiddenTurnIsDrivenAround() throws IOException {
        RoadNetwork roads = block(TurnRestriction.no(1, 10, 2, 12));
        RouteSearch search = new RouteSearch(roads);

        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 13, true), 25))
                .isCloseTo(60 + 300 + 25, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isZero();
    }

    @Test
    void aForbiddenTurnIsTakenWhereEveryOtherWayIsMuchLonger() throws IOException {
        RoadNetwork roads = block(TurnRestriction.no(1, 10, 2, 11));
        RouteSearch search = new RouteSearch(roads);

        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 11, true), 50))
                .isCloseTo(60 + 50, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isEqualTo(RouteSearch.FORBIDDEN_METRES);
    }

    @Test
    void whereOnlyOneTurnIsAllowedTheOthersAreForbidden() throws IOException {
        RoadNetwork roads = block(TurnRestriction.only(1, 10, 2, 11));
        RouteSearch search = new RouteSearch(roads);

        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 13, true), 25))
                .isCloseTo(60 + 300 + 25, within(MILLIMETRES));
        metres(search, edge(roads, 10, true), 40, edge(roads, 10, false), 0);
        assertThat(search.penaltyMetres(0)).as("turning back is not meant").isEqualTo(RouteSearch.TURN_BACK_METRES);
    }

    @Test
    void whatLiesBehindAForbiddenTurnIsFoundHoweverTightTheBound() throws IOException {
        RoadNetwork roads = block(TurnRestriction.no(1, 10, 2, 12));
        RouteSearch search = new RouteSearch(roads);
        search.begin();
        search.addTarget(edge(roads, 12, true), 10);

        search.search(edge(roads, 10, true), 40, 70);

        assertThat(search.metres(0)).isCloseTo(60 + 10, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isEqualTo(RouteSearch.FORBIDDEN_METRES);
    }

    @Test
    void turningBackWhereItIsForbiddenIsWorseThanWhereItIsUnusual() throws IOException {
        RoadNetwork roads = block(TurnRestriction.no(1, 10, 2, 10));
        RouteSearch search = new RouteSearch(roads);
        int into = edge(roads, 10, true);

        search.begin();
        search.addTarget(roads.opposite(into), 0);
        search.search(into, 0, 350);

        assertThat(search.metres(0)).isInfinite();
        search.begin();
        search.addTarget(roads.opposite(into), 0);
        search.search(into, 0, 450);
        assertThat(search.penaltyMetres(0)).isEqualTo(RouteSearch.TURN_BACK_METRES + RouteSearch.FORBIDDEN_METRES);
    }

    @Test
    void aTurnForbiddenOverAWayIsFreeToThoseWhoComeFromElsewhere() throws IOException {
        RoadNetwork roads = block(TurnRestriction.no(1, 10, 2, 13).overWays(12L));
        RouteSearch search = new RouteSearch(roads);

        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 13, true), 25))
                .as("around instead of across")
                .isCloseTo(60 + 300 + 25, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isZero();
        assertThat(metres(search, edge(roads, 11, false), 250, edge(roads, 13, true), 25))
                .as("coming from the other road")
                .isCloseTo(50 + 100 + 25, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isZero();
        assertThat(metres(search, edge(roads, 12, true), 40, edge(roads, 13, true), 25))
                .as("nobody knows where it came from")
                .isCloseTo(60 + 25, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isZero();
    }

    @Test
    void whatIsForbiddenOverAWayStaysPossibleAtItsPrice() throws IOException {
        RoadNetwork roads = block(TurnRestriction.no(1, 10, 2, 13).overWays(12L));
        RouteSearch search = new RouteSearch(roads);
        search.begin();
        search.addTarget(edge(roads, 13, true), 25);

        search.search(edge(roads, 10, true), 40, 200);

        assertThat(search.metres(0)).isCloseTo(60 + 100 + 25, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isEqualTo(RouteSearch.FORBIDDEN_METRES);
        assertThat(search.layOut(0)).isEqualTo(3);
    }

    @Test
    void aClosedBarrierIsDrivenAroundAndTurnedBackBeforeAtNoPrice() throws IOException {
        RoadNetwork roads = blockWithBarrier(Barrier.CLOSED);
        RouteSearch search = new RouteSearch(roads);
        int before = edge(roads, 12, true);

        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 13, true), 25))
                .isCloseTo(60 + 300 + 25, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isZero();
        assertThat(metres(search, before, 20, roads.opposite(before), 20)).isCloseTo(30 + 20, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isZero();
    }

    @Test
    void aGateIsDrivenThroughWhereTheWayAroundIsLong() throws IOException {
        RoadNetwork roads = blockWithBarrier(Barrier.GATE);
        RouteSearch search = new RouteSearch(roads);

        assertThat(metres(search, edge(roads, 10, true), 40, edge(roads, 13, true), 25))
                .isCloseTo(60 + 100 + 25, within(MILLIMETRES));
        assertThat(search.penaltyMetres(0)).isEqualTo(RouteSearch.GATE_METRES);
    }

    @Provide
    Arbitrary<RoadNetwork> networks() {
        return RandomRoads.any();
    }

    @Property(tries = 100)
    void waysAreAsShortAsThoseFoundByTryingEverything(@ForAll("networks") RoadNetwork roads, @ForAll Random random) {
        RouteSearch search = new RouteSearch(roads);
        for (int round = 0; round < 3; round++) {
            int start = random.nextInt(roads.edgeCount());
            double along = random.nextDouble() * roads.lengthMetres(start);
            double[] entered = metresToEveryEdge(roads, start, along);
            search.begin();
            for (int edge = 0; edge < roads.edgeCount(); edge++) {
                search.addTarget(edge, 0);
            }
            search.search(start, along, UNBOUNDED);
            for (int edge = 0; edge < roads.edgeCount(); edge++) {
                if (entered[edge] == UNBOUNDED) {
                    assertThat(search.metres(edge)).isInfinite();
                } else {
                    assertThat(search.metres(edge)).isCloseTo(entered[edge], within(MILLIMETRES));
                }
            }
        }
    }

    @Property(tries = 1000)
    void whatElseIsSearchedForMakesNoDifference(@ForAll("networks") RoadNetwork roads, @ForAll Random random) {
        int start = random.nextInt(roads.edgeCount());
        double along = random.nextDouble() * roads.lengthMetres(start);
        double bound = 20 * random.nextDouble() * roads.lengthMetres(start);
        double byTime = random.nextInt(3) / 2.0;
        RouteSearch all = new RouteSearch(roads);
        all.begin();
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            all.addTarget(edge, 0);
        }
        all.search(start, along, bound, byTime);
        RouteSearch one = new RouteSearch(roads);
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            one.begin();
            one.addTarget(edge, 0);
            one.search(start, along, bound, byTime);

            assertThat(one.metres(0)).isEqualTo(all.metres(edge));
            if (one.metres(0) < UNBOUNDED) {
                assertThat(one.penaltyMetres(0)).isEqualTo(all.penaltyMetres(edge));
                assertThat(route(one, 0)).isEqualTo(route(all, edge));
            }
        }
    }

    private static int[] route(RouteSearch search, int target) {
        return IntStream.range(0, search.layOut(target)).map(search::routeEdge).toArray();
    }

    @Property(tries = 100)
    void aWayLaidOutIsContiguousAndAsLongAsItSays(@ForAll("networks") RoadNetwork roads, @ForAll Random random) {
        RouteSearch search = new RouteSearch(roads);
        int start = random.nextInt(roads.edgeCount());
        double along = random.nextDouble() * roads.lengthMetres(start);
        search.begin();
        int[] targets = random.ints(4, 0, roads.edgeCount()).toArray();
        for (int target : targets) {
            search.addTarget(target, 0);
        }
        search.search(start, along, UNBOUNDED);
        for (int t = 0; t < targets.length; t++) {
            if (search.metres(t) < UNBOUNDED) {
                int edges = search.layOut(t);
                assertThat(search.routeEdge(0)).isEqualTo(start);
                assertThat(search.routeEdge(edges - 1)).isEqualTo(targets[t]);
                double metres = -along;
                for (int k = 1; k < edges; k++) {
                    assertThat(roads.startJunction(search.routeEdge(k)))
                            .isEqualTo(roads.endJunction(search.routeEdge(k - 1)));
                    metres += roads.lengthMetres(search.routeEdge(k - 1));
                }
                assertThat(search.metres(t)).isCloseTo(metres, within(MILLIMETRES));
            }
        }
    }

    /** Bellman and Ford: goes through all edges for as long as anything gets better. */
    private static double[] metresToEveryEdge(RoadNetwork roads, int start, double along) {
        double[] cost = new double[roads.edgeCount()];
        double[] metres = new double[roads.edgeCount()];
        Arrays.fill(cost, UNBOUNDED);
        Arrays.fill(metres, UNBOUNDED);
        double rest = roads.lengthMetres(start) - along;
        relax(roads, start, rest, rest, cost, metres);
        boolean better = true;
        while (better) {
            better = false;
            for (int edge = 0; edge < cost.length; edge++) {
                if (cost[edge] < UNBOUNDED) {
                    double length = roads.lengthMetres(edge);
                    better |= relax(roads, edge, cost[edge] + length, metres[edge] + length, cost, metres);
                }
            }
        }
        return metres;
    }

    private static boolean relax(
            RoadNetwork roads, int edge, double costAtEnd, double metresAtEnd, double[] cost, double[] metres) {
        int junction = roads.endJunction(edge);
        boolean better = false;
        for (int i = 0; i < roads.outgoingCount(junction); i++) {
            int next = roads.outgoing(junction, i);
            double newCost = costAtEnd + turnMetres(roads, edge, next);
            if (newCost < cost[next]) {
                cost[next] = newCost;
                metres[next] = metresAtEnd;
                better = true;
            }
        }
        return better;
    }

    private static double turnMetres(RoadNetwork roads, int from, int to) {
        boolean back = to == roads.opposite(from) && roads.outgoingCount(roads.endJunction(from)) > 1;
        double turn = back ? RouteSearch.TURN_BACK_METRES : 0;
        double rule = 0;
        for (int t = 0; t < roads.turnCount(); t++) {
            if (roads.isTurnFrom(t, from) && roads.turnTo(t) == to) {
                turn = roads.turnRule(t) == TurnRule.FREE ? 0 : turn;
                rule = Math.max(rule, roads.turnRule(t) == TurnRule.GATE ? RouteSearch.GATE_METRES : 0);
                rule = Math.max(rule, roads.turnRule(t) == TurnRule.FORBIDDEN ? RouteSearch.FORBIDDEN_METRES : 0);
            }
        }
        return turn + rule;
    }

    private static double metres(RouteSearch search, int from, double along, int to, double toAlong) {
        search.begin();
        search.addTarget(to, toAlong);
        search.search(from, along, UNBOUNDED);
        return search.metres(0);
    }

    /**
     * Way 10 comes from the west to a block of 100 m. Way 12 crosses it, way 11 goes around it, and way 13 leaves it to
     * the east into a dead end.
     *
     * <pre>
     *     4 ---- 5
     *     |  11  |
     * 1 - 2 ---- 3 - 6
     *  10    12    13
     * </pre>
     */
    private static RoadNetworkBuilder block() {
        double step = 100 / METRES_PER_DEGREE;
        return new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, step)
                .addNode(3, 0, 2 * step)
                .addNode(4, step, step)
                .addNode(5, step, 2 * step)
                .addNode(6, 0, 3 * step)
                .addWay(Way.of(10, RoadClass.RESIDENTIAL), 1, 2)
                .addWay(Way.of(11, RoadClass.RESIDENTIAL), 2, 4, 5, 3)
                .addWay(Way.of(13, RoadClass.RESIDENTIAL), 3, 6);
    }

    private RoadNetwork block(Way across) throws IOException {
        return open(block().addWay(across, 2, 3));
    }

    private RoadNetwork block(TurnRestriction restriction) throws IOException {
        return open(block().addWay(Way.of(12, RoadClass.RESIDENTIAL), 2, 3).addRestriction(restriction));
    }

    /** A barrier in the middle of the way across. */
    private RoadNetwork blockWithBarrier(Barrier barrier) throws IOException {
        return open(block().addNode(7, 0, 150 / METRES_PER_DEGREE)
                .addWay(Way.of(12, RoadClass.RESIDENTIAL), 2, 7, 3)
                .addBarrier(7, barrier));
    }

    private RoadNetwork open(RoadNetworkBuilder builder) throws IOException {
        Path file = folder.resolve("block.roads");
        builder.write(file);
        return RoadNetwork.open(file);
    }

    /** The first edge of a way in one direction. */
    private static int edge(RoadNetwork roads, long way, boolean forward) {
        return IntStream.range(0, roads.edgeCount())
                .filter(edge -> roads.wayId(edge) == way && roads.forward(edge) == forward)
                .boxed()
                .min(Comparator.comparingDouble(edge -> roads.wayOffsetMetres(edge) * (forward ? 1 : -1)))
                .orElseThrow();
    }
}
