package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trips.matching.Matches.assertContiguous;
import static org.trips.matching.Matches.match;
import static org.trips.matching.Matches.onlyPath;
import static org.trips.matching.Matches.unmatched;
import static org.trips.matching.Matches.waysDriven;

import org.junit.jupiter.api.Test;
import org.trips.roads.Barrier;
import org.trips.roads.RoadNetwork;
import org.trips.roads.TurnRestriction;

/** Drivers keep to turn restrictions and barriers where nothing shows that they did not. */
class SignsAndBarriersTest {
    /**
     * Way 1 runs east to a junction, way 2 goes north from there, and way 3 goes straight on and round a block of 50 m
     * into way 2.
     */
    private static Town corner() {
        return new Town()
                .node(1, 0, 0)
                .node(2, 300, 0)
                .node(3, 350, 0)
                .node(4, 350, 50)
                .node(5, 300, 50)
                .node(6, 300, 600)
                .node(7, 300, 25)
                .street(1, 1, 2)
                .street(2, 2, 7, 5, 6)
                .street(3, 2, 3, 4, 5);
    }

    @Test
    void betweenSparseFixesTheCarKeepsToTheSigns() {
        Trace sparse = Drive.from(250, 0).at(30, 300, 280).at(60, 300, 560).trace();

        MatchedTrace free = match(corner().open(), sparse);
        RoadNetwork roads = corner().restriction(TurnRestriction.no(1, 1, 2, 2)).open();
        MatchedTrace forbidden = match(roads, sparse);

        assertThat(onlyPath(free).lengthMetres()).isCloseTo(50 + 560, within(2.0));
        assertThat(onlyPath(forbidden).lengthMetres()).isCloseTo(50 + 150 + 510, within(2.0));
        assertThat(waysDriven(roads, forbidden)).containsExactly(1L, 3L, 2L);
        assertContiguous(roads, forbidden);
    }

    @Test
    void aForbiddenTurnThatWasSeenDrivenIsMatchedAsDriven() {
        RoadNetwork roads = corner().restriction(TurnRestriction.no(1, 1, 2, 2)).open();

        MatchedTrace matched =
                match(roads, Drive.from(50, 1).to(300, 1, 10).to(301, 500, 10).trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 2L);
        assertThat(onlyPath(matched).lengthMetres()).isCloseTo(250 + 500, within(3.0));
        assertThat(unmatched(matched)).isEmpty();
        assertContiguous(roads, matched);
    }

    @Test
    void whereOnlyStraightOnIsAllowedTheCarGoesStraightOn() {
        RoadNetwork roads =
                corner().restriction(TurnRestriction.only(1, 1, 2, 3)).open();

        MatchedTrace sparse = match(
                roads, Drive.from(250, 0).at(30, 300, 280).at(60, 300, 560).trace());
        MatchedTrace seenTurning =
                match(roads, Drive.from(50, 1).to(300, 1, 10).to(301, 500, 10).trace());

        assertThat(waysDriven(roads, sparse)).containsExactly(1L, 3L, 2L);
        assertThat(waysDriven(roads, seenTurning)).containsExactly(1L, 2L);
    }

    /** Two carriageways 12 m apart, 1 to the east and 2 back to the west, with a link 3 on which turning is forbidden. */
    private static RoadNetwork carriagewaysWithLink() {
        return new Town()
                .node(1, 0, 0)
                .node(2, 500, 0)
                .node(3, 1000, 0)
                .node(4, 1000, 12)
                .node(5, 500, 12)
                .node(6, 0, 12)
                .oneway(1, 1, 2)
                .oneway(11, 2, 3)
                .oneway(12, 3, 4)
                .oneway(13, 4, 5)
                .oneway(2, 5, 6)
                .street(3, 2, 5)
                .restriction(TurnRestriction.no(1, 1, 2, 2).overWays(3L))
                .open();
    }

    @Test
    void aForbiddenTurnOverALinkTooShortForAFixIsMatchedAsDriven() {
        RoadNetwork roads = carriagewaysWithLink();

        MatchedTrace matched = match(
                roads,
                Drive.from(100, 0)
                        .to(490, 0, 15)
                        .at(29, 480, 12)
                        .to(100, 12, 15)
                        .trace());

        assertThat(waysDriven(roads, matched)).containsExactly(1L, 3L, 2L);
        assertThat(unmatched(matched)).isEmpty();
        assertContiguous(roads, matched);
    }

    @Test
    void aBarrierIsDrivenAroundBetweenSparseFixesAndThroughWhereThatWasSeen() {
        RoadNetwork roads = corner().barrier(7, Barrier.CLOSED).open();

        MatchedTrace around = match(
                roads, Drive.from(250, 0).at(30, 300, 280).at(60, 300, 560).trace());
        MatchedTrace through =
                match(roads, Drive.from(50, 1).to(300, 1, 10).to(301, 500, 10).trace());

        assertThat(waysDriven(roads, around)).containsExactly(1L, 3L, 2L);
        assertThat(waysDriven(roads, through)).containsExactly(1L, 2L);
        assertThat(unmatched(through)).isEmpty();
    }
}
