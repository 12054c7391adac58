package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.trips.roads.RoadNetwork;

/** How sure the matcher is, told by roads where a person would be as sure. */
class PathConfidenceTest {
    private static final double SPEED = 15;
    private static final double SURE = 0.95;

    private static MatchedTrace match(RoadNetwork roads, Drive drive) {
        return new MapMatcher(roads, MatchingParameters.defaults()).match(drive.trace());
    }

    /** Two streets 20 m apart, joined at both ends. */
    private static Town twins() {
        return new Town()
                .node(1, 0, 0)
                .node(2, 3000, 0)
                .node(3, 0, 20)
                .node(4, 3000, 20)
                .street(1, 1, 2)
                .street(2, 3, 4)
                .street(3, 1, 3)
                .street(4, 2, 4);
    }

    /** Two ways of one length round a hill, between a street that leads there and one that leads away. */
    private static Town hill(double southMetres) {
        return new Town()
                .node(1, 0, 0)
                .node(2, 500, 0)
                .node(3, 1500, 0)
                .node(4, 2000, 0)
                .node(5, 1000, 300)
                .node(6, 1000, -southMetres)
                .street(1, 1, 2)
                .street(2, 2, 5, 3)
                .street(3, 2, 6, 3)
                .street(4, 3, 4);
    }

    private static Drive overTheHillUnseen() {
        return Drive.from(0, 0).to(480, 0, SPEED).silence(70).at(135, 1520, 0).to(1980, 0, SPEED);
    }

    @Test
    void aLoneRoadIsSure() {
        MatchedTrace matched = match(Town.straightStreet(), Drive.from(50, 3).to(950, 3, SPEED));
        assertThat(matched.confidence()).isGreaterThan(SURE);
    }

    @Test
    void betweenTwoParallelRoadsItIsAnyonesGuess() {
        Drive halfway = Drive.from(500, 10).at(30, 900, 10).at(60, 1300, 10).at(90, 1700, 10);
        assertThat(match(twins().open(), halfway).confidence()).isBetween(0.35, 0.65);
    }

    @Test
    void nearerToOneOfTwoParallelRoadsItIsLikelierThatOne() {
        Drive nearer = Drive.from(500, 4).at(30, 900, 4).at(60, 1300, 4).at(90, 1700, 4);
        Drive onIt = Drive.from(500, 0).at(30, 900, 0).at(60, 1300, 0).at(90, 1700, 0);
        assertThat(match(twins().open(), nearer).confidence())
                .isGreaterThan(0.65)
                .isLessThan(match(twins().open(), onIt).confidence());
    }

    @Test
    void aGapWithTwoEqualWaysIsUnsureAndNothingElseIs() {
        MatchedPath path = match(hill(300).open(), overTheHillUnseen()).paths().get(0);

        assertThat(path.edgeCount()).isEqualTo(3);
        assertThat(path.confidence(0)).isGreaterThan(SURE);
        assertThat(path.confidence(1)).isBetween(0.3, 0.7);
        assertThat(path.confidence(2)).isGreaterThan(SURE);
    }

    @Test
    void theLongerTheOtherWayTheSurerIsAGap() {
        double equal =
                match(hill(300).open(), overTheHillUnseen()).paths().get(0).confidence(1);
        double longer =
                match(hill(400).open(), overTheHillUnseen()).paths().get(0).confidence(1);
        double farLonger =
                match(hill(1500).open(), overTheHillUnseen()).paths().get(0).confidence(1);

        assertThat(longer).isGreaterThan(equal);
        assertThat(farLonger).isGreaterThan(longer).isGreaterThan(0.9);
    }

    @Test
    void aBreakHidesNoDoubtBeforeItAndCastsNoneBehind() {
        RoadNetwork roads =
                twins().node(7, 9000, 0).node(8, 12000, 0).street(7, 7, 8).open();
        Drive twoPlaces = Drive.from(500, 10).at(30, 900, 10).at(60, 1300, 10).at(70, 9500, 0);
        MatchedTrace matched = match(roads, twoPlaces.to(9900, 0, SPEED));

        assertThat(matched.paths()).hasSize(2);
        assertThat(matched.paths().get(0).confidence()).isBetween(0.35, 0.65);
        assertThat(matched.paths().get(1).confidence()).isGreaterThan(SURE);
    }

    @Test
    void aPathIsAsSureAsItsEdgesByLength() {
        MatchedTrace matched = match(hill(300).open(), overTheHillUnseen());
        MatchedPath path = matched.paths().get(0);
        double right = 0;
        for (int k = 0; k < path.edgeCount(); k++) {
            right += path.confidence(k) * (path.endMetres(k) - path.startMetres(k));
        }
        assertThat(path.confidence()).isCloseTo(right / path.lengthMetres(), within(1e-9));
        assertThat(matched.confidence()).isCloseTo(path.confidence(), within(1e-9));
    }

    @Test
    void withoutAPathNothingIsKnown() {
        assertThat(match(Town.straightStreet(), Drive.from(0, 5000)).confidence())
                .isNaN();
    }

    @Test
    void aCarThatStandsTellsItsRoadButNotWhichWayItFaces() {
        assertThat(match(Town.straightStreet(), Drive.from(500, 2).stand(30)).confidence())
                .isBetween(0.35, 0.65);
    }

    @Test
    void theConfidenceIsWhatItsEvidenceMakes() {
        MapMatcher matcher = new MapMatcher(hill(300).open(), MatchingParameters.defaults());
        MatchedPath path = matcher.match(overTheHillUnseen().trace()).paths().get(0);

        assertThat(matcher.evidence(0)).hasSize(path.edgeCount());
        ConfidenceEvidence gap = matcher.evidence(0).get(1);
        assertThat(gap.between()).isTrue();
        assertThat(gap.detourShare()).isCloseTo(0, within(0.001));
        assertThat(ConfidenceEvidence.confidence(gap.terms())).isEqualTo(path.confidence(1));
        assertThat(matcher.evidence(0).get(0).between()).isFalse();
    }
}
