package org.trips.matching.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trips.matching.Drive;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.PathLine;
import org.trips.matching.Town;
import org.trips.matching.Trace;
import org.trips.roads.RoadNetwork;

/** Streets of a hundred metres, ten each way; the truth goes east for 800 m along way 1, then north for 300 m. */
class TrueRouteTest {
    private static final double SPEED = 10;
    /** Nodes lie on whole units of 1e-7 degrees. */
    private static final double DRAWN = 0.05;

    private static final double UNJUDGED = CommonPieces.UNJUDGED_METRES;
    private static final RoadNetwork TOWN = Town.grid(10);
    private static final Trace TRUE_DRIVE =
            Drive.from(0, 0).to(800, 0, SPEED).to(800, 300, SPEED).trace();

    /** The same truth, told in two ways: every rule of scoring holds for both. */
    enum Told {
        IN_WAYS {
            @Override
            TrueRoute truth() {
                return edges(TRUE_DRIVE, new TrueWay(1, true, 0, 800), new TrueWay(109, true, 0, 300));
            }
        },
        AS_A_LINE {
            @Override
            TrueRoute truth() {
                double[] latitudes = {Town.latitude(0), Town.latitude(0), Town.latitude(300)};
                double[] longitudes = {Town.longitude(0), Town.longitude(800), Town.longitude(800)};
                return new TrueLine(TOWN, List.of(PathLine.through(latitudes, longitudes)), 4);
            }
        };

        abstract TrueRoute truth();
    }

    @ParameterizedTest
    @EnumSource
    void aMatchOfTheTrueDriveHasNothingMissedOrAdded(Told told) {
        RouteScore score = told.truth().score(match(TRUE_DRIVE));

        assertThat(score.trueMetres()).isCloseTo(1100, within(1.0));
        assertThat(score.mismatch()).isCloseTo(0, within(DRAWN));
        assertThat(score.rightShare()).isEqualTo(1);
        assertThat(score.breaks()).isZero();
        assertThat(score.splitShare()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anotherWayToTheSamePlaceIsMissedAndAdded(Told told) {
        Trace round = Drive.from(0, 0).to(0, 300, SPEED).to(800, 300, SPEED).trace();

        RouteScore score = told.truth().score(match(round));

        assertThat(score.missedMetres()).isCloseTo(1100 - 2 * UNJUDGED, within(5.0));
        assertThat(score.addedMetres()).isCloseTo(1100, within(5.0));
        assertThat(score.rightShare()).isLessThan(0.05);
    }

    @ParameterizedTest
    @EnumSource
    void everyEdgeIsJudgedByItself(Told told) {
        Trace detour = Drive.from(0, 0)
                .to(400, 0, SPEED)
                .to(400, 100, SPEED)
                .to(600, 100, SPEED)
                .to(600, 0, SPEED)
                .to(800, 0, SPEED)
                .to(800, 300, SPEED)
                .trace();
        MatchedTrace matched = match(detour);

        List<JudgedEdge> judged = told.truth().judge(matched);
        double wrong = judged.stream()
                .mapToDouble(edge -> edge.metres() - edge.rightMetres())
                .sum();

        assertThat(wrong).isCloseTo(told.truth().score(matched).addedMetres(), within(0.01));
        assertThat(wrong).isCloseTo(400, within(10.0));
        assertThat(judged).hasSize(matched.paths().get(0).edgeCount());
        for (JudgedEdge edge : judged) {
            long way = TOWN.wayId(matched.paths().get(0).edge(edge.edge()));
            boolean driven = way == 1 || way == 109;
            assertThat(edge.rightMetres()).isCloseTo(driven ? edge.metres() : 0, within(5.0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRightRoadsInTheWrongDirectionAreWrong(Told told) {
        Trace back = Drive.from(800, 300).to(800, 0, SPEED).to(0, 0, SPEED).trace();

        RouteScore score = told.truth().score(match(back));

        assertThat(score.mismatch()).isGreaterThan(1.8);
        assertThat(score.rightPoints()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRoundThatWasNotDrivenIsAddedAndNothingIsMissed(Told told) {
        Trace withRound = Drive.from(0, 0)
                .to(200, 0, SPEED)
                .to(200, 100, SPEED)
                .to(100, 100, SPEED)
                .to(100, 0, SPEED)
                .to(800, 0, SPEED)
                .to(800, 300, SPEED)
                .trace();

        RouteScore score = told.truth().score(match(withRound));

        assertThat(score.missedMetres()).isCloseTo(0, within(DRAWN));
        assertThat(score.addedMetres()).isCloseTo(400, within(15.0));
        assertThat(score.added()).isCloseTo(4 / 11.0, within(0.03));
    }

    @ParameterizedTest
    @EnumSource
    void whatLiesBetweenTwoPathsIsMissed(Told told) {
        Trace hole = Drive.from(0, 0)
                .to(100, 0, SPEED)
                .at(11, 700, 0)
                .to(800, 0, SPEED)
                .to(800, 300, SPEED)
                .trace();

        MatchedTrace matched = match(hole);
        RouteScore score = told.truth().score(matched);

        assertThat(matched.paths()).hasSize(2);
        assertThat(score.breaks()).isEqualTo(1);
        assertThat(score.splitShare()).isEqualTo(1);
        assertThat(score.missedMetres()).isCloseTo(600, within(15.0));
        assertThat(score.addedMetres()).isCloseTo(0, within(DRAWN));
        assertThat(score.rightShare()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void theEndsOfADriveAreNotJudged(Told told) {
        Trace longer = Drive.from(800, 0).to(800, 320, SPEED).trace();
        Trace shorter = Drive.from(20, 0).to(800, 0, SPEED).to(800, 280, SPEED).trace();

        assertThat(told.truth().score(match(longer)).addedMetres()).isCloseTo(0, within(DRAWN));
        assertThat(told.truth().score(match(longer)).rightShare()).isEqualTo(1);
        assertThat(told.truth().score(match(longer)).missedMetres()).isCloseTo(800 - UNJUDGED, within(3.0));
        assertThat(told.truth().score(match(shorter)).missedMetres()).isCloseTo(0, within(DRAWN));
    }

    @Test
    void wholeWaysAreCutAtTheFirstAndTheLastFix() {
        Trace drive = Drive.from(130, 1).to(800, 0, SPEED).to(800, 250, SPEED).trace();

        TrueEdges truth = edges(drive, TrueWay.whole(1, true), TrueWay.whole(1, true), TrueWay.whole(109, true));

        // Way 1 is 900 m long: it counts from the first fix to its end, as the truth says it was driven.
        assertThat(truth.lengthMetres()).isCloseTo(900 - 130 + 250, within(1.0));
    }

    @Test
    void metresOfAWayDrivenBackwardFall() {
        Trace back = Drive.from(800, 300).to(800, 0, SPEED).to(0, 0, SPEED).trace();

        TrueEdges truth = edges(back, new TrueWay(109, false, 300, 0), new TrueWay(1, false, 800, 0));

        assertThat(truth.lengthMetres()).isCloseTo(1100, within(1.0));
        assertThat(truth.score(match(back)).mismatch()).isCloseTo(0, within(DRAWN));
    }

    @Test
    void aWayThatTheNetworkLacksIsNamed() {
        assertThatThrownBy(() -> edges(TRUE_DRIVE, TrueWay.whole(77, false)))
                .isInstanceOf(UnknownWayException.class)
                .hasMessageContaining("77")
                .hasMessageContaining("backward");
    }

    @Test
    void aMatchTakenForTrueAgreesWithItselfAndDiffersFromAnother() {
        MatchedTrace reference = match(TRUE_DRIVE);
        Trace corner = Drive.from(0, 0).at(60, 800, 300).trace();

        assertThat(TrueEdges.of(reference).score(reference).mismatch()).isCloseTo(0, within(DRAWN));
        assertThat(TrueEdges.of(reference).lengthMetres()).isCloseTo(1100, within(1.0));
        assertThat(TrueEdges.of(reference).score(match(corner)).missed())
                .isEqualTo(Told.IN_WAYS.truth().score(match(corner)).missed(), within(0.01));
    }

    @Test
    void linesOfAnyMatcherAreScoredAsAMatchIs() {
        MatchedTrace detour = match(Drive.from(0, 0)
                .to(0, 100, SPEED)
                .to(800, 100, SPEED)
                .to(800, 300, SPEED)
                .trace());
        List<PathLine> lines =
                detour.paths().stream().map(path -> PathLine.of(path, TOWN)).toList();
        TrueLine truth = (TrueLine) Told.AS_A_LINE.truth();

        assertThat(truth.mismatch(lines)).isGreaterThan(1);
        assertThat(truth.mismatch(lines)).isEqualTo(truth.score(detour).mismatch());
    }

    private static TrueEdges edges(Trace drive, TrueWay... ways) {
        Set<Long> ids = Stream.of(ways).map(TrueWay::way).collect(Collectors.toSet());
        return new WayEdges(TOWN, ids).route(List.of(ways), drive);
    }

    private static MatchedTrace match(Trace trace) {
        return new MapMatcher(TOWN, MatchingParameters.defaults()).match(trace);
    }
}
