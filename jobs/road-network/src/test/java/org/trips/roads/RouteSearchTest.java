package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
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
        assertThat(search.turnsBack(0)).isZero();
    }

    @Test
    void turningBackIsALastResortButFreeAtADeadEnd() throws IOException {
        RoadNetwork roads = block(Way.of(12, RoadClass.RESIDENTIAL));
        RouteSearch search = new RouteSearch(roads);
        int intoDeadEnd = edge(roads, 13, true);
        int outOfTown = edge(roads, 10, false);

        assertThat(metres(search, intoDeadEnd, 40, roads.opposite(intoDeadEnd), 40))
                .isCloseTo(60 + 40, within(MILLIMETRES));
        assertThat(search.turnsBack(0)).isZero();

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
            boolean back = next == roads.opposite(edge) && roads.outgoingCount(junction) > 1;
            double newCost = costAtEnd + (back ? RouteSearch.TURN_BACK_METRES : 0);
            if (newCost < cost[next]) {
                cost[next] = newCost;
                metres[next] = metresAtEnd;
                better = true;
            }
        }
        return better;
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
    private RoadNetwork block(Way across) throws IOException {
        double step = 100 / METRES_PER_DEGREE;
        Path file = folder.resolve(across.hashCode() + ".roads");
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, step)
                .addNode(3, 0, 2 * step)
                .addNode(4, step, step)
                .addNode(5, step, 2 * step)
                .addNode(6, 0, 3 * step)
                .addWay(Way.of(10, RoadClass.RESIDENTIAL), 1, 2)
                .addWay(Way.of(11, RoadClass.RESIDENTIAL), 2, 4, 5, 3)
                .addWay(across, 2, 3)
                .addWay(Way.of(13, RoadClass.RESIDENTIAL), 3, 6)
                .write(file);
        return RoadNetwork.open(file);
    }

    private static int edge(RoadNetwork roads, long way, boolean forward) {
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            if (roads.wayId(edge) == way && roads.forward(edge) == forward) {
                return edge;
            }
        }
        throw new AssertionError("no edge of way " + way);
    }
}
