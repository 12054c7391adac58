package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.Way;

class MapMatcherTest {
    @Test
    void everyFixOfACleanDriveLiesWhereTheCarWas() {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(roads, Drive.from(100, 2).to(700, -2, 15).trace());

        MatchedPath path = onlyPath(matched);
        assertThat(path.lengthMetres()).isCloseTo(600, within(1.0));
        assertThat(path.startMetres(0)).isCloseTo(100, within(1.0));
        assertThat(path.endMetres(path.edgeCount() - 1)).isCloseTo(700, within(1.0));
        assertThat(path.firstPoint()).isZero();
        assertThat(path.lastPoint()).isEqualTo(matched.size() - 1);
        assertThat(matched.metresAlongPath(matched.size() - 1)).isCloseTo(path.lengthMetres(), within(1e-3));
        assertThat(matched.metresAlongEdge(20)).isCloseTo(400, within(1.0));
        assertThat(matched.latitude(20)).isCloseTo(Town.latitude(0), within(1e-7));
        assertThat(matched.longitude(20)).isCloseTo(Town.longitude(400), within(1e-5));
        assertThat(matched.metresFromRoad(0)).isCloseTo(2, within(0.1));
    }

    @Test
    void ofTwoParallelRoadsTheOneThatWasTurnedIntoIsDriven() {
        RoadNetwork roads = new Town()
                .node(1, 0, 0)
                .node(2, 200, 0)
                .node(3, 800, 0)
                .node(4, 200, 20)
                .node(5, 800, 20)
                .node(6, 200, 200)
                .oneway(1, 1, 2)
                .oneway(2, 2, 3)
                .oneway(3, 4, 5)
                .oneway(4, 6, 4)
                .open();

        // Nearer to the other road all along, as under a constant error of the receiver.
        MatchedTrace matched =
                match(roads, Drive.from(20, 0).to(190, 6, 12).to(780, 11, 12).trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 2L);
    }

    @Test
    void aStaleFixAmongNoisyOnesPullsNoOtherFixBack() {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(
                roads,
                Drive.from(50, 0)
                        .noise(10)
                        .to(550, 0, 10)
                        .at(51, 350, 0) // where it was 21 s before
                        .at(52, 570, 0)
                        .to(950, 0, 10)
                        .trace());

        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(900, within(20.0));
        assertThat(matched.unmatched(51)).contains(UnmatchedReason.OUTLIER);
        for (int i = 48; i < 55; i++) {
            if (i != 51) {
                assertThat(matched.metresFromRoad(i)).isLessThan(40);
            }
        }
    }

    @Test
    void theCarTurnsRoundAtADeadEnd() {
        RoadNetwork roads = new Town()
                .node(1, 0, 0)
                .node(2, 300, 0)
                .node(3, 300, 150)
                .node(4, 600, 0)
                .street(1, 1, 2, 4)
                .street(2, 2, 3)
                .open();

        MatchedTrace matched = match(
                roads,
                Drive.from(50, 1)
                        .to(300, 1, 10)
                        .to(301, 148, 10)
                        .stand(5)
                        .to(299, 0, 10)
                        .to(550, -1, 10)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 2L, -2L, 1L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(250 + 150 + 150 + 250, within(15.0));
    }

    @Test
    void theCarTurnsRoundInAStreet() {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched =
                match(roads, Drive.from(100, 1).to(500, 2, 10).to(150, -2, 10).trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, -1L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(400 + 350, within(10.0));
    }

    @Test
    void aRoundaboutIsDrivenRoundAndLeftByTheRightExit() {
        RoadNetwork roads = new Town()
                .node(1, -200, 0)
                .node(2, -20, 0)
                .node(3, 0, -20)
                .node(4, 20, 0)
                .node(5, 0, 20)
                .node(6, 200, 0)
                .node(7, 0, 200)
                .node(8, 0, -200)
                .way(Way.of(9, RoadClass.RESIDENTIAL).asRoundabout(), 2, 3, 4, 5, 2)
                .street(1, 1, 2)
                .street(2, 4, 6)
                .street(3, 5, 7)
                .street(4, 3, 8)
                .open();

        MatchedTrace matched = match(
                roads,
                Drive.from(-180, -2)
                        .to(-22, -2, 8)
                        .to(0, -21, 8)
                        .to(21, 0, 8)
                        .to(2, 22, 8)
                        .to(2, 180, 8)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 9L, 3L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(160 + 3 * 28.3 + 160, within(5.0));
    }

    @Test
    void aGapIsBridgedAlongTheRoadsWhenTheTimeFits() {
        RoadNetwork roads = Town.grid(8);

        MatchedTrace matched = match(
                roads,
                Drive.from(10, 1)
                        .to(290, 1, 10)
                        .silence(50)
                        .at(100, 601, 310)
                        .to(601, 690, 10)
                        .trace());

        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(590 + 690, within(3.0));
        assertContiguous(roads, matched);
    }

    @Test
    void aGapThatNoCarCouldDriveIsABreakAndBothSidesAreMatched() {
        RoadNetwork roads =
                new Town().node(1, 0, 0).node(2, 6000, 0).street(1, 1, 2).open();

        MatchedTrace matched = match(
                roads,
                Drive.from(10, 1).to(300, 1, 10).at(31, 5000, 1).to(5400, 1, 10).trace());

        assertThat(matched.paths()).hasSize(2);
        assertThat(matched.paths().get(0).lengthMetres()).isCloseTo(290, within(2.0));
        assertThat(matched.paths().get(1).lengthMetres()).isCloseTo(400, within(2.0));
        assertThat(matched.pathOf(0)).isZero();
        assertThat(matched.pathOf(matched.size() - 1)).isEqualTo(1);
        assertThat(matched.metresAlongPath(matched.paths().get(1).firstPoint())).isZero();
        assertThat(unmatched(matched)).isEmpty();
    }

    @Test
    void roadsThatDoNotConnectAreABreak() {
        RoadNetwork roads = new Town()
                .node(1, 0, 0)
                .node(2, 500, 0)
                .node(3, 600, 0)
                .node(4, 1100, 0)
                .street(1, 1, 2)
                .street(2, 3, 4)
                .open();

        MatchedTrace matched = match(roads, Drive.from(10, 0).to(1090, 0, 15).trace());

        assertThat(matched.paths()).hasSize(2);
        assertThat(waysDriven(roads, matched)).containsExactly(1L, 2L);
    }

    @Test
    void aFixBehindTheCarIsNoiseAndNoTurn() {
        RoadNetwork roads = Town.grid(8);

        MatchedTrace matched = match(
                roads,
                Drive.from(5, 300).noise(12).to(400, 300, 4).to(400, 690, 4).trace());

        assertThat(waysDriven(roads, matched)).containsExactly(4L, 105L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(395 + 390, within(30.0));
    }

    @Test
    void aParkedCarDrivesNoDistance() {
        RoadNetwork roads = Town.grid(8);

        MatchedTrace matched =
                match(roads, Drive.from(250, 301).noise(8).stand(1800).trace());

        assertThat(onlyPath(matched).lengthMetres()).isLessThan(30);
        assertThat(unmatched(matched)).isEmpty();
    }

    @Test
    void fixesFarFromAnyRoadComeBackWithTheReason() {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 500)
                        .at(30, 100, 300)
                        .at(60, 100, 2)
                        .to(600, 2, 10)
                        .at(140, 600, 300)
                        .trace());

        assertThat(matched.unmatched(0)).contains(UnmatchedReason.NO_ROAD_NEAR);
        assertThat(matched.unmatched(1)).contains(UnmatchedReason.NO_ROAD_NEAR);
        assertThat(matched.unmatched(2)).isEmpty();
        assertThat(matched.unmatched(matched.size() - 1)).contains(UnmatchedReason.NO_ROAD_NEAR);
        assertThat(matched.edge(0)).isEqualTo(-1);
        assertThat(matched.pathOf(0)).isEqualTo(-1);
        assertThat(matched.metresAlongPath(0)).isNaN();
        assertThat(onlyPath(matched).firstPoint()).isEqualTo(2);
        assertThat(onlyPath(matched).lastPoint()).isEqualTo(matched.size() - 2);
    }

    @Test
    void aCarParkedBesideTheRoadIsPutOntoIt() {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 90).stand(20).to(160, 1, 5).to(600, 1, 10).trace());

        assertThat(unmatched(matched)).isEmpty();
        assertThat(matched.metresFromRoad(0)).isCloseTo(90, within(1.0));
    }

    @Test
    void fixesAtOneTimeAreAllMatched() {
        RoadNetwork roads = Town.straightStreet();
        Drive drive = Drive.from(100, 1);
        for (int tenth = 1; tenth < 300; tenth++) {
            drive.at(Math.floor(tenth / 10.0), 100 + 1.5 * tenth, 1);
        }

        MatchedTrace matched = match(roads, drive.trace());

        assertThat(unmatched(matched)).isEmpty();
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(448, within(3.0));
    }

    @Test
    void oneFixFromTheFutureCostsOnlyItself() {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 1)
                        .to(300, 1, 10)
                        .at(1e9, 310, 1)
                        .at(22, 320, 1)
                        .to(600, 1, 10)
                        .trace());

        assertThat(unmatched(matched)).containsExactly(21);
        assertThat(matched.unmatched(21)).contains(UnmatchedReason.OUT_OF_ORDER);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(500, within(2.0));
    }

    @Test
    void aStaleFixThatJumpsBackIsAnOutlier() {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 1)
                        .to(500, 1, 10)
                        .at(41, 200, 1)
                        .at(42, 520, 1)
                        .to(800, 1, 10)
                        .trace());

        assertThat(unmatched(matched)).containsExactly(41);
        assertThat(matched.unmatched(41)).contains(UnmatchedReason.OUTLIER);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(700, within(2.0));
    }

    @Test
    void aRepeatedTimeAndTwoStaleFixesAfterItTearNothing() {
        RoadNetwork roads =
                new Town().node(1, 0, 0).node(2, 6000, 0).street(1, 1, 2).open();
        Drive drive = Drive.from(1500, 1);
        for (int seconds = 5; seconds <= 60; seconds += 5) {
            drive = drive.at(seconds, 1500 + 20 * seconds, 1);
        }

        MatchedTrace matched = match(
                roads,
                drive.at(60, 2800, 1)
                        .at(70, 2050, 1)
                        .at(75, 2150, 1)
                        .at(80, 3100, 1)
                        .at(85, 3200, 1)
                        .at(90, 3300, 1)
                        .trace());

        assertThat(unmatched(matched)).contains(14, 15).allMatch(point -> point >= 13 && point <= 15);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(1800, within(20.0));
    }

    @Test
    void twoStaleFixesInARowDoNotTurnTheCarRound() {
        RoadNetwork roads =
                new Town().node(1, 0, 0).node(2, 6000, 0).street(1, 1, 2).open();
        Drive drive = Drive.from(100, 1);
        for (int fix = 1; fix < 40; fix++) {
            int measured = fix == 20 || fix == 21 ? fix - 3 : fix;
            drive.at(5.0 * fix, 100 + 60.0 * measured, 1);
        }

        MatchedTrace matched = match(roads, drive.trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(39 * 60, within(10.0));
    }

    @Test
    void aFirstFixThatJumpsIsAnOutlier() {
        RoadNetwork roads =
                new Town().node(1, 0, 0).node(2, 6000, 0).street(1, 1, 2).open();

        MatchedTrace matched =
                match(roads, Drive.from(5000, 1).at(1, 100, 1).to(500, 1, 10).trace());

        assertThat(unmatched(matched)).containsExactly(0);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(400, within(2.0));
    }

    @Test
    void headingTellsTheCarriageway() {
        RoadNetwork roads = new Town()
                .node(1, 0, 0)
                .node(2, 1000, 0)
                .node(3, 1000, 12)
                .node(4, 0, 12)
                .oneway(1, 1, 2)
                .oneway(2, 3, 4)
                .open();

        Trace.Builder trace = Trace.builder(1);
        trace.add(0, Town.latitude(7), Town.longitude(500), 20, 95, Double.NaN);

        assertThat(roads.wayId(match(roads, trace.build()).edge(0))).isEqualTo(1);
    }

    @Test
    void aHeadingThatStandsStillDoesNotTurnTheCarRound() {
        RoadNetwork roads = Town.straightStreet();
        Drive drive = Drive.from(100, 1);
        for (int i = 1; i < 60; i++) {
            drive.at(i, 100 + 12.0 * i, 1, 12, 270);
        }

        MatchedTrace matched = match(roads, drive.trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L);
    }

    @Test
    void aPrivateYardBesideTheStreetIsNotDrivenThrough() {
        RoadNetwork roads = new Town()
                .node(1, 0, 0)
                .node(2, 200, 0)
                .node(3, 400, 0)
                .node(4, 1000, 0)
                .node(5, 200, 12)
                .node(6, 400, 12)
                .street(1, 1, 2, 3, 4)
                .way(Way.of(2, RoadClass.SERVICE).asPrivate(), 2, 5, 6, 3)
                .open();

        MatchedTrace matched = match(
                roads,
                Drive.from(20, 1)
                        .to(200, 3, 10)
                        .to(300, 7, 10)
                        .to(400, 3, 10)
                        .to(900, 1, 10)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L);
    }

    /** From the west end of way 1 to the east end of way 4 by way 2, straight on through a residential quarter, or round it on 3. */
    private static RoadNetwork quarter() {
        return new Town()
                .node(1, 0, 0)
                .node(2, 200, 0)
                .node(3, 800, 0)
                .node(4, 1000, 0)
                .node(5, 300, 120)
                .node(6, 700, 120)
                .node(7, 500, 0)
                .node(8, 500, -80)
                .way(Way.of(1, RoadClass.PRIMARY), 1, 2)
                .street(2, 2, 7, 3)
                .way(Way.of(3, RoadClass.PRIMARY), 2, 5, 6, 3)
                .way(Way.of(4, RoadClass.PRIMARY), 3, 4)
                .street(5, 7, 8)
                .open();
    }

    @Test
    void betweenSparseFixesTheCarTakesTheQuickestWay() {
        RoadNetwork roads = quarter();

        MatchedTrace sparse = match(roads, Drive.from(100, 0).at(70, 900, 0).trace());

        assertThat(waysDriven(roads, sparse)).containsExactly(1L, 3L, 4L);
        assertContiguous(roads, sparse);
    }

    @Test
    void aCarThatIsSeenAllTheTimeTookTheWayWhereItWasSeen() {
        RoadNetwork roads = quarter();

        MatchedTrace dense = match(roads, Drive.from(100, 0).to(900, 0, 12).trace());

        assertThat(waysDriven(roads, dense)).containsExactly(1L, 2L, 4L);
    }

    @Test
    void aPoorAccuracyWidensTheSearch() {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 1)
                        .to(300, 1, 10)
                        .accuracy(80)
                        .at(21, 320, 120)
                        .accuracy(5)
                        .at(22, 330, 1)
                        .to(600, 1, 10)
                        .trace());

        assertThat(unmatched(matched)).isEmpty();
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(500, within(2.0));
    }

    @Test
    void whatIsNoPositionIsSaidToBeNone() {
        MatchedTrace matched = match(
                Town.straightStreet(),
                Trace.builder(2).add(0, Double.NaN, 25).add(1000, 91, 25).build());

        assertThat(matched.paths()).isEmpty();
        assertThat(matched.unmatched(0)).contains(UnmatchedReason.NOT_A_POSITION);
        assertThat(matched.unmatched(1)).contains(UnmatchedReason.NOT_A_POSITION);
    }

    @Test
    void anEmptyTraceHasNoPath() {
        MatchedTrace matched = match(Town.straightStreet(), Trace.builder(0).build());

        assertThat(matched.size()).isZero();
        assertThat(matched.paths()).isEmpty();
    }

    @Test
    void aSingleFixHasAPathWithoutLength() {
        MatchedTrace matched = match(Town.straightStreet(), Drive.from(100, 3).trace());

        assertThat(onlyPath(matched).lengthMetres()).isZero();
        assertThat(matched.metresAlongPath(0)).isZero();
    }

    static MatchedTrace match(RoadNetwork roads, Trace trace) {
        return new MapMatcher(roads, MatchingParameters.defaults()).match(trace);
    }

    static MatchedPath onlyPath(MatchedTrace matched) {
        assertThat(matched.paths()).hasSize(1);
        return matched.paths().get(0);
    }

    /** The ways driven over more than a metre, against their own direction with a minus. */
    static List<Long> waysDriven(RoadNetwork roads, MatchedTrace matched) {
        List<Long> ways = new ArrayList<>();
        for (MatchedPath path : matched.paths()) {
            for (int k = 0; k < path.edgeCount(); k++) {
                long way = roads.forward(path.edge(k)) ? roads.wayId(path.edge(k)) : -roads.wayId(path.edge(k));
                boolean driven = path.endMetres(k) - path.startMetres(k) > 1;
                if (driven && (ways.isEmpty() || ways.get(ways.size() - 1) != way)) {
                    ways.add(way);
                }
            }
        }
        return ways;
    }

    static List<Integer> unmatched(MatchedTrace matched) {
        return IntStream.range(0, matched.size())
                .filter(i -> matched.unmatched(i).isPresent())
                .boxed()
                .toList();
    }

    static void assertContiguous(RoadNetwork roads, MatchedTrace matched) {
        for (MatchedPath path : matched.paths()) {
            for (int k = 1; k < path.edgeCount(); k++) {
                int before = path.edge(k - 1);
                double length = roads.lengthMetres(before);
                if (path.endMetres(k - 1) < length - 1e-3) {
                    assertThat(path.edge(k)).as("a turn in the road").isEqualTo(roads.opposite(before));
                    assertThat(path.startMetres(k)).isCloseTo(length - path.endMetres(k - 1), within(1e-3));
                } else {
                    assertThat(roads.startJunction(path.edge(k))).isEqualTo(roads.endJunction(before));
                    assertThat(path.startMetres(k)).isCloseTo(0, within(1e-3));
                }
            }
        }
    }
}
