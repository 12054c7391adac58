package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trips.matching.Matches.match;
import static org.trips.matching.Matches.onlyPath;
import static org.trips.matching.Matches.unmatched;
import static org.trips.matching.Matches.waysDriven;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.Way;

/** Parked cars drive no distance, and cars off the road are put onto it or said to be far from any. */
class StandingAndOffRoadTest {
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aCarThatWaitsAtACrossingTurnsNowhereMeanwhile(long draw) {
        RoadNetwork roads = Town.grid(8);

        MatchedTrace matched = match(
                roads,
                Drive.from(110, 200)
                        .draw(draw)
                        .noise(8)
                        .to(395, 200, 10)
                        .stand(120)
                        .to(650, 200, 10)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(3L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(540, within(30.0));
        assertThat(unmatched(matched)).isEmpty();
    }

    /** Way 1 with a car park on way 2, which is reached by a drive at its middle, and an aisle on way 3. */
    private static RoadNetwork carPark() {
        return new Town()
                .node(1, 0, 0)
                .node(2, 500, 0)
                .node(3, 1000, 0)
                .node(4, 500, -60)
                .node(5, 400, -60)
                .node(6, 400, -90)
                .node(7, 500, -90)
                .street(1, 1, 2, 3)
                .way(Way.of(2, RoadClass.SERVICE), 2, 4, 5)
                .way(Way.of(3, RoadClass.SERVICE).asPrivate(), 5, 6, 7, 4)
                .open();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aCarThatIsSeenToParkInACarParkIsThere(long draw) {
        RoadNetwork roads = carPark();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 0)
                        .draw(draw)
                        .noise(4)
                        .to(500, 0, 10)
                        .to(500, -60, 5)
                        .to(410, -60, 4)
                        .stand(60)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 2L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(400 + 60 + 90, within(20.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aDriveThatBeginsAndEndsOffTheRoadIsMatchedInBetween(long draw) {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(
                roads,
                Drive.from(200, 60)
                        .draw(draw)
                        .noise(4)
                        .stand(30)
                        .to(200, 5, 4)
                        .to(700, 0, 10)
                        .to(700, -70, 4)
                        .stand(30)
                        .trace());

        assertThat(waysDriven(roads, matched)).endsWith(1L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(500, within(30.0));
        assertThat(unmatched(matched)).isEmpty();
    }
}
