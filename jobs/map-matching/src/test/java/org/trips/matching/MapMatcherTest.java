package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trips.matching.Matches.match;
import static org.trips.matching.Matches.onlyPath;

import org.junit.jupiter.api.Test;
import org.trips.roads.RoadNetwork;

/** Any trace comes back point by point. */
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
}
