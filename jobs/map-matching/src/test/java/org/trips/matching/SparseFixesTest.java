package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trips.matching.Matches.assertContiguous;
import static org.trips.matching.Matches.match;
import static org.trips.matching.Matches.waysDriven;

import org.junit.jupiter.api.Test;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.Way;

/** Between sparse fixes cars are where drivers drive. */
class SparseFixesTest {
    /** From the west end of way 1 to the east end of way 4 by way 2, straight on through a residential quarter, or round it on 3. */
    private static RoadNetwork quarter() {
        return new Town()
                .node(1, 0, 0)
                .node(2, 200, 0)
                .node(3, 800, 0)
                .node(4, 1000, 0)
                .node(5, 300, 120)
                .node(6, 700, 120)
                .node(7, 500, 0)
                .node(8, 500, -80)
                .way(Way.of(1, RoadClass.PRIMARY), 1, 2)
                .street(2, 2, 7, 3)
                .way(Way.of(3, RoadClass.PRIMARY), 2, 5, 6, 3)
                .way(Way.of(4, RoadClass.PRIMARY), 3, 4)
                .street(5, 7, 8)
                .open();
    }

    @Test
    void betweenSparseFixesTheCarTakesTheQuickestWay() {
        RoadNetwork roads = quarter();

        MatchedTrace sparse = match(roads, Drive.from(100, 0).at(70, 900, 0).trace());

        assertThat(waysDriven(roads, sparse)).containsExactly(1L, 3L, 4L);
        assertContiguous(roads, sparse);
    }

    @Test
    void aCarThatIsSeenAllTheTimeTookTheWayWhereItWasSeen() {
        RoadNetwork roads = quarter();

        MatchedTrace dense = match(roads, Drive.from(100, 0).to(900, 0, 12).trace());

        assertThat(waysDriven(roads, dense)).containsExactly(1L, 2L, 4L);
    }
}
