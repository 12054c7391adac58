package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trips.matching.Matches.match;
import static org.trips.matching.Matches.onlyPath;
import static org.trips.matching.Matches.unmatched;
import static org.trips.matching.Matches.waysDriven;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.RoadNetwork;

/** Speed, heading and accuracy help where they are there, and are not believed blindly. */
class SensorsTest {
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

    /** Way 1 goes on straight as way 2, or by way 3 round three corners to a yard beside that. */
    private static RoadNetwork yardRoundThreeCorners() {
        return new Town()
                .node(1, -500, 0)
                .node(2, 100, 0)
                .node(3, 400, 0)
                .node(4, 100, 80)
                .node(5, 250, 80)
                .node(6, 250, 30)
                .street(1, 1, 2)
                .street(2, 2, 3)
                .street(3, 2, 4, 5, 6)
                .open();
    }

    @Test
    void theSpeedsReportedBeforeAndAfterTellHowLongTheWayBetweenWas() {
        RoadNetwork roads = yardRoundThreeCorners();
        Drive silent = Drive.from(-400, 0).every(5).to(50, 0, 15);
        Drive telling = Drive.from(-400, 0).every(5).reportingSpeed(1).to(50, 0, 15);

        MatchedTrace withoutSpeeds = match(roads, silent.at(50, 250, 25).trace());
        MatchedTrace withSpeeds =
                match(roads, telling.at(50, 250, 25, 15, Double.NaN).trace());

        assertThat(waysDriven(roads, withoutSpeeds)).containsExactly(1L, 2L);
        assertThat(waysDriven(roads, withSpeeds)).containsExactly(1L, 3L);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1.94, 3.6})
    void speedsThatDisagreeWithThePositionsChangeNothing(double factor) {
        RoadNetwork roads = yardRoundThreeCorners();

        MatchedTrace matched = match(
                roads,
                Drive.from(-400, 0)
                        .every(5)
                        .reportingSpeed(factor)
                        .to(50, 0, 10)
                        .at(65, 250, 14, 10 * factor, Double.NaN)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 2L);
        assertThat(unmatched(matched)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 100})
    void anAccuracyThatIsMadeUpBreaksNothing(double claimed) {
        RoadNetwork roads = Town.grid(8);

        MatchedTrace matched = match(
                roads,
                Drive.from(10, 300)
                        .noise(10)
                        .accuracy(claimed)
                        .to(400, 300, 10)
                        .to(400, 690, 10)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(4L, 105L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(780, within(40.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aHeadingThatPointsAnywhereDoesNotLeadTheCarAstray(long draw) {
        RoadNetwork roads = Town.grid(8);
        Drive drive = Drive.from(10, 300).draw(draw).noise(5);
        Random headings = new Random(draw);
        for (int i = 1; i < 60; i++) {
            drive.at(i, 10 + 11 * i, 300, 11, headings.nextInt(360));
        }

        MatchedTrace matched = match(roads, drive.trace());

        assertThat(waysDriven(roads, matched)).containsExactly(4L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(59 * 11, within(20.0));
    }
}
