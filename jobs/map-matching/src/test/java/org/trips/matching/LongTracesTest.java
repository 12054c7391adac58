package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.trips.roads.RoadNetwork;

class LongTracesTest {
    private static final int PIECE = 40;

    @Test
    void aTraceThatIsTooLongToBeHeldAtOnceIsMatchedInPiecesOnTheSameRoads() {
        RoadNetwork roads = Town.grid(8);
        Trace trace = Drive.from(10, 1).to(601, 1, 10).to(601, 690, 10).trace();
        MatchedTrace whole = new MapMatcher(roads, MatchingParameters.defaults()).match(trace);
        MapMatcher matcher = new MapMatcher(roads, MatchingParameters.defaults(), false, PIECE);
        MatchedTrace pieces = matcher.match(trace);

        assertThat(whole.paths()).hasSize(1);
        assertThat(pieces.paths()).hasSize((trace.size() + PIECE - 1) / PIECE).hasSizeGreaterThan(2);
        double metresBetweenPieces = 0;
        for (int i = 0; i < trace.size(); i++) {
            assertThat(pieces.edge(i)).as("point %d", i).isEqualTo(whole.edge(i));
            assertThat(pieces.metresAlongEdge(i)).isCloseTo(whole.metresAlongEdge(i), within(1e-6));
            assertThat(pieces.pathOf(i)).isEqualTo(i / PIECE);
            if (i > 0 && i % PIECE == 0) {
                metresBetweenPieces += whole.metresAlongPath(i) - whole.metresAlongPath(i - 1);
            }
        }
        assertThat(pieces.lengthMetres() + metresBetweenPieces).isCloseTo(whole.lengthMetres(), within(1e-3));
        for (int path = 0; path < pieces.paths().size(); path++) {
            assertThat(matcher.evidence(path)).isNotEmpty();
        }
    }

    @Test
    void pointsThatAreAddedAfterATraceWasBuiltAreNotInIt() {
        Trace.Builder builder = Trace.builder(4).add(0, 60, 24).add(1000, 60, 24.001);
        Trace first = builder.build();
        builder.add(2000, 60, 24.002);
        assertThat(first.size()).isEqualTo(2);
        assertThat(first.longitude(1)).isEqualTo(24.001);
        assertThat(builder.build().longitude(2)).isEqualTo(24.002);
    }
}
