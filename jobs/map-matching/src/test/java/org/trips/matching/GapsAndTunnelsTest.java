package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trips.matching.Matches.assertContiguous;
import static org.trips.matching.Matches.match;
import static org.trips.matching.Matches.onlyPath;
import static org.trips.matching.Matches.unmatched;
import static org.trips.matching.Matches.waysDriven;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.RoadNetwork;

/** Where the car was not seen for a while its way is bridged, or breaks. */
class GapsAndTunnelsTest {
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aTunnelIsDrivenAndMarkedAsNotSeen(long draw) {
        RoadNetwork roads = new Town()
                .node(1, 0, 0)
                .node(2, 400, 0)
                .node(3, 1400, 300)
                .node(4, 2000, 300)
                .node(5, 400, 700)
                .node(6, 1400, 700)
                .street(1, 1, 2)
                .street(2, 2, 3)
                .street(3, 3, 4)
                .street(4, 2, 5, 6, 3)
                .open();
        Trace trace = Drive.from(20, 0)
                .draw(draw)
                .noise(5)
                .to(390, 0, 15)
                .silence(70)
                .at(95, 1410, 300)
                .to(1980, 300, 15)
                .trace();

        MatchedTrace matched = match(roads, trace);

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 2L, 3L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(1994, within(20.0));
        List<BridgedGap> gaps = BridgedGap.of(matched, trace, 30);
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).pointBefore()).isEqualTo(25);
        assertThat(gaps.get(0).pointAfter()).isEqualTo(26);
        assertThat(gaps.get(0).seconds()).isEqualTo(70);
        assertThat(gaps.get(0).metres()).isCloseTo(1064, within(25.0));
    }

    @Test
    void aBreakIsNoGapThatWasBridged() {
        RoadNetwork roads =
                new Town().node(1, 0, 0).node(2, 9000, 0).street(1, 1, 2).open();
        Trace trace =
                Drive.from(10, 1).to(300, 1, 10).at(69, 8000, 1).to(8400, 1, 10).trace();

        MatchedTrace matched = match(roads, trace);

        assertThat(matched.paths()).hasSize(2);
        assertThat(BridgedGap.of(matched, trace, 30)).isEmpty();
    }
}
