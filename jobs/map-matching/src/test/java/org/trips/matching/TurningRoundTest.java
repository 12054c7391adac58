package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trips.matching.Matches.match;
import static org.trips.matching.Matches.onlyPath;
import static org.trips.matching.Matches.waysDriven;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.RoadNetwork;

/** A car turns round where it was seen to, and nowhere else. */
class TurningRoundTest {
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
    void aFixBehindTheCarIsNoiseAndNoTurn() {
        RoadNetwork roads = Town.grid(8);

        MatchedTrace matched = match(
                roads,
                Drive.from(5, 300).noise(12).to(400, 300, 4).to(400, 690, 4).trace());

        assertThat(waysDriven(roads, matched)).containsExactly(4L, 105L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(395 + 390, within(30.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theCarTurnsRoundOnceHoweverNoisyItsFixes(long draw) {
        RoadNetwork roads = Town.straightStreet();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 1)
                        .draw(draw)
                        .noise(8)
                        .to(600, 2, 10)
                        .to(150, -2, 10)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, -1L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(500 + 450, within(40.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aLoopIsDrivenAllTheWayRound(long draw) {
        RoadNetwork roads = Town.grid(8);

        MatchedTrace matched = match(
                roads,
                Drive.from(110, 100)
                        .draw(draw)
                        .noise(5)
                        .to(400, 100, 10)
                        .to(400, 300, 10)
                        .to(200, 300, 10)
                        .to(200, 100, 10)
                        .to(600, 100, 10)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(2L, 105L, -4L, -103L, 2L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(290 + 200 + 200 + 200 + 400, within(25.0));
    }
}
