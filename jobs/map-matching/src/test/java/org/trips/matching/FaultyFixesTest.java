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
import org.trips.roads.RoadNetwork;

/** What devices send wrongly costs the fixes concerned and not the drive. */
class FaultyFixesTest {
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRunOfStaleFixesInTownTurnsTheCarNowhere(int run) {
        RoadNetwork roads = Town.grid(12);
        Drive drive = Drive.from(10, 500).noise(3).every(5).to(410, 500, 10);
        for (int i = 1; i <= run; i++) {
            // What was sent 20 s before is sent again.
            drive.at(40 + 5 * i, 260 + 50 * (i - 1), 500);
        }

        MatchedTrace matched = match(
                roads,
                drive.at(45 + 5 * run, 460 + 50 * run, 500).to(1060, 500, 10).trace());

        assertThat(waysDriven(roads, matched)).containsExactly(6L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(1050, within(15.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noCarIsAsFastInTownAsAFixThatLiesOff(long draw) {
        RoadNetwork roads = Town.grid(12);

        MatchedTrace matched = match(
                roads,
                Drive.from(10, 500)
                        .draw(draw)
                        .noise(3)
                        .every(5)
                        .to(410, 500, 10)
                        .at(45, 500, 650)
                        .at(50, 510, 500)
                        .to(1060, 500, 10)
                        .trace());

        assertThat(matched.unmatched(9)).contains(UnmatchedReason.OUTLIER);
        assertThat(waysDriven(roads, matched)).containsExactly(6L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(1050, within(15.0));
    }

    @Test
    void oldFixesThatArriveBetweenNewOnesCostOnlyThemselves() {
        RoadNetwork roads = Town.grid(12);
        Drive drive = Drive.from(10, 500).noise(3).every(5).to(410, 500, 10);
        for (int i = 1; i <= 3; i++) {
            drive.at(40 + 5 * i, 410 + 50 * i, 500);
            drive.at(40 + 5 * i + i - 1, 210 + 50 * i, 500);
        }

        MatchedTrace matched =
                match(roads, drive.at(60, 610, 500).to(1060, 500, 10).trace());

        assertThat(waysDriven(roads, matched)).containsExactly(6L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(1050, within(15.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tenFixesASecondAndOneAMinuteMayComeInOneTrace(long draw) {
        RoadNetwork roads =
                new Town().node(1, 0, 0).node(2, 6000, 0).street(1, 1, 2).open();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 0)
                        .draw(draw)
                        .noise(4)
                        .every(0.1)
                        .to(700, 0, 15)
                        .every(60)
                        .to(4300, 0, 15)
                        .every(0.1)
                        .to(4900, 0, 15)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(4800, within(20.0));
        assertThat(unmatched(matched)).isEmpty();
    }
}
