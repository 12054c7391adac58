package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.trips.roads.RoadNetwork;

/** What tests ask of a match. */
final class Matches {
    private Matches() {}

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
