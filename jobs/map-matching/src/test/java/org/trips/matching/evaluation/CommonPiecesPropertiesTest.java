package org.trips.matching.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Town;
import org.trips.matching.Trace;

class CommonPiecesPropertiesTest {
    private static final MatchedTrace NO_POINTS = new MapMatcher(Town.straightStreet(), MatchingParameters.defaults())
            .match(Trace.builder(0).build());
    /** Pieces long enough that the ends, which are not judged, are known to be common. */
    private static final int END = -1;

    @Property
    void whatIsCommonIsTheLongestCommonSequenceByTryingAll(
            @ForAll @Size(max = 30) List<@IntRange(max = 5) Integer> truth,
            @ForAll @Size(max = 30) List<@IntRange(max = 5) Integer> driven) {
        Pieces truePieces = pieces(truth);
        Pieces drivenPieces = pieces(driven);
        CommonPieces common = new CommonPieces(truePieces, drivenPieces);
        common.mayPair(0, 0);
        common.mayPair(truth.size() + 1, driven.size() + 1);
        for (int d = 0; d < driven.size(); d++) {
            for (int t = 0; t < truth.size(); t++) {
                if (truth.get(t).equals(driven.get(d))) {
                    common.mayPair(t + 1, d + 1);
                }
            }
        }
        common.choose(0);
        RouteScore score = common.score(NO_POINTS);

        double longest = longestCommon(truth, driven);
        assertThat(score.missedMetres()).isCloseTo(sum(truth) - longest, within(1e-6));
        assertThat(score.addedMetres()).isCloseTo(sum(driven) - longest, within(1e-6));
    }

    private static Pieces pieces(List<Integer> roads) {
        Pieces pieces = new Pieces();
        pieces.add(metres(END), 0, 0);
        for (int road : roads) {
            pieces.add(metres(road), 0, pieces.totalMetres());
        }
        pieces.add(metres(END), 0, pieces.totalMetres());
        return pieces;
    }

    private static double metres(int road) {
        return road == END ? 100 : 10 + road * road;
    }

    private static double sum(List<Integer> roads) {
        return roads.stream().mapToDouble(CommonPiecesPropertiesTest::metres).sum();
    }

    private static double longestCommon(List<Integer> truth, List<Integer> driven) {
        double[][] longest = new double[truth.size() + 1][driven.size() + 1];
        for (int t = 1; t <= truth.size(); t++) {
            for (int d = 1; d <= driven.size(); d++) {
                longest[t][d] = truth.get(t - 1).equals(driven.get(d - 1))
                        ? longest[t - 1][d - 1] + metres(truth.get(t - 1))
                        : Math.max(longest[t - 1][d], longest[t][d - 1]);
            }
        }
        return longest[truth.size()][driven.size()];
    }
}
