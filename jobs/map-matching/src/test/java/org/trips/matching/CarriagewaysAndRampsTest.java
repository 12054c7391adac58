package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trips.matching.Matches.match;
import static org.trips.matching.Matches.onlyPath;
import static org.trips.matching.Matches.waysDriven;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.Way;

/** Roads beside, over and round each other are told apart. */
class CarriagewaysAndRampsTest {
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

    /** A motorway 1 and 2 to the east with a ramp 3 that runs beside it before it leaves for road 4 in the south. */
    private static RoadNetwork motorwayWithRamp() {
        return new Town()
                .node(1, 0, 0)
                .node(2, 500, 0)
                .node(3, 2000, 0)
                .node(4, 800, -15)
                .node(5, 1000, -60)
                .node(6, 1000, -400)
                .way(Way.of(1, RoadClass.MOTORWAY).oneway(), 1, 2)
                .way(Way.of(2, RoadClass.MOTORWAY).oneway(), 2, 3)
                .way(Way.of(3, RoadClass.MOTORWAY_LINK).oneway(), 2, 4, 5)
                .way(Way.of(4, RoadClass.SECONDARY), 5, 6)
                .open();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aRampBesideTheMotorwayIsLeftAlone(long draw) {
        RoadNetwork roads = motorwayWithRamp();

        // Nearer to the ramp, as on the right lane.
        MatchedTrace matched = match(
                roads, Drive.from(20, -5).draw(draw).noise(4).to(1900, -7, 30).trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aMotorwayIsLeftByItsRamp(long draw) {
        RoadNetwork roads = motorwayWithRamp();

        MatchedTrace matched = match(
                roads,
                Drive.from(20, 0)
                        .draw(draw)
                        .noise(4)
                        .to(500, 0, 28)
                        .to(800, -13, 22)
                        .to(1000, -60, 15)
                        .to(1000, -380, 15)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 3L, 4L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aRoadUnderABridgeIsNotDrivenOnto(long draw) {
        RoadNetwork roads = new Town()
                .node(1, 0, 0)
                .node(2, 1000, 0)
                .node(3, 500, -500)
                .node(4, 500, 500)
                .street(1, 1, 2)
                .street(2, 3, 4)
                .open();

        MatchedTrace matched = match(
                roads,
                Drive.from(20, 0)
                        .draw(draw)
                        .noise(6)
                        .to(498, 0, 10)
                        .stand(40)
                        .to(980, 0, 10)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(960, within(20.0));
    }
}
