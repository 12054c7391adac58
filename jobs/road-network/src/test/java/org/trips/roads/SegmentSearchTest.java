package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.algorithm.Distance;
import org.locationtech.jts.geom.Coordinate;

class SegmentSearchTest {
    private static final double METRES_PER_DEGREE = Math.toRadians(Earth.RADIUS_METRES);

    @TempDir
    Path folder;

    /** Two streets from west to east, the second 100 m north of the first and a oneway. */
    private RoadNetwork twoStreets() throws IOException {
        double north = 100 / METRES_PER_DEGREE;
        Path file = folder.resolve("streets.roads");
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.001)
                .addNode(3, 0, 0.002)
                .addNode(4, north, 0)
                .addNode(5, north, 0.002)
                .addWay(Way.of(10, RoadClass.RESIDENTIAL), 1, 2, 3)
                .addWay(Way.of(11, RoadClass.RESIDENTIAL).oneway(), 4, 5)
                .write(file);
        return RoadNetwork.open(file);
    }

    @Test
    void bothDirectionsOfATwoWayStreetAreFoundAtTheSamePlace() throws IOException {
        RoadNetwork roads = twoStreets();
        SegmentSearch search = new SegmentSearch(roads);

        int found = search.within(10 / METRES_PER_DEGREE, 0.0015, 50);

        assertThat(found).isEqualTo(2);
        assertThat(search.edge(1)).isEqualTo(roads.opposite(search.edge(0)));
        for (int i = 0; i < 2; i++) {
            assertThat(search.metresAway(i)).isEqualTo(10, within(0.01));
            assertThat(search.latitude(i)).isEqualTo(0);
            assertThat(search.longitude(i)).isEqualTo(0.0015, within(1e-9));
            boolean forward = roads.forward(search.edge(i));
            assertThat(search.metresAlong(i)).isEqualTo((forward ? 0.0015 : 0.0005) * METRES_PER_DEGREE, within(0.01));
            assertThat(search.bearingDegrees(i)).isEqualTo(forward ? 90 : 270, within(1e-6));
            assertThat(search.startLongitude(i)).isEqualTo(forward ? 0 : 0.002);
            assertThat(search.endLongitude(i)).isEqualTo(forward ? 0.002 : 0);
            assertThat(search.startLatitude(i)).isZero();
            assertThat(search.endLatitude(i)).isZero();
        }
    }

    @Test
    void nearerRoadsComeFirst() throws IOException {
        RoadNetwork roads = twoStreets();
        SegmentSearch search = new SegmentSearch(roads);

        int found = search.within(90 / METRES_PER_DEGREE, 0.001, 95);

        assertThat(found).isEqualTo(3);
        assertThat(roads.wayId(search.edge(0))).isEqualTo(11);
        assertThat(search.metresAway(0)).isEqualTo(10, within(0.01));
        assertThat(search.metresAway(2)).isEqualTo(90, within(0.01));
    }

    @Test
    void whatIsBeyondTheRadiusIsNotFound() throws IOException {
        SegmentSearch search = new SegmentSearch(twoStreets());

        assertThat(search.within(50 / METRES_PER_DEGREE, 0.001, 49)).isZero();
        assertThat(search.within(50 / METRES_PER_DEGREE, 0.001, 51)).isEqualTo(3);
        assertThat(search.within(-70, 150, 1000)).isZero();
    }

    @Test
    void aRadiusLargerThanTheEarthFindsEverything() throws IOException {
        SegmentSearch search = new SegmentSearch(twoStreets());

        assertThat(search.within(60, 170, 1e9)).isEqualTo(3);
    }

    @Test
    void searchesThatWanderAboutFindWhatAFreshSearchFinds() throws IOException {
        RoadNetwork roads = twoStreets();
        SegmentSearch search = new SegmentSearch(roads);

        for (double longitude : new double[] {0, 0.001, 1, 0.002, 0.02, 0.0015, 0}) {
            assertThat(search.within(0, longitude, 30)).isEqualTo(new SegmentSearch(roads).within(0, longitude, 30));
        }
    }

    @Test
    void aPlaceBeyondARoadsEndIsNearestToTheEnd() throws IOException {
        RoadNetwork roads = twoStreets();
        SegmentSearch search = new SegmentSearch(roads);

        search.within(0, -0.0001, 20);

        assertThat(search.metresAway(0)).isEqualTo(0.0001 * METRES_PER_DEGREE, within(0.01));
        assertThat(search.metresAlong(0))
                .isEqualTo(roads.forward(search.edge(0)) ? 0 : roads.lengthMetres(search.edge(0)));
    }

    @Test
    void askingForMoreThanWasFoundIsAnError() throws IOException {
        SegmentSearch search = new SegmentSearch(twoStreets());
        int found = search.within(0, 0.001, 10);

        assertThatThrownBy(() -> search.edge(found)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Provide
    Arbitrary<RoadNetwork> networks() {
        return RandomRoads.any();
    }

    @Property(tries = 300)
    void aSearchFindsWhatMeasuringEveryEdgeFinds(
            @ForAll("networks") RoadNetwork roads,
            @ForAll @Scale(6) @DoubleRange(min = -0.001, max = 0.05) double north,
            @ForAll @Scale(6) @DoubleRange(min = -0.001, max = 0.05) double east,
            @ForAll @DoubleRange(min = 1, max = 3000) double radius) {
        double latitude = RandomRoads.LATITUDE + north;
        double longitude = RandomRoads.LONGITUDE + east;
        SegmentSearch search = new SegmentSearch(roads);

        int found = search.within(latitude, longitude, radius);

        Map<Integer, Double> away = new HashMap<>();
        for (int i = 0; i < found; i++) {
            away.put(search.edge(i), search.metresAway(i));
            assertThat(search.metresAway(i)).isGreaterThanOrEqualTo(i == 0 ? 0 : search.metresAway(i - 1) - 1e-3);
            assertThat(search.metresAlong(i)).isBetween(0.0, roads.lengthMetres(search.edge(i)));
        }
        assertThat(away).hasSize(found);
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            double measured = measured(roads, edge, latitude, longitude);
            if (Math.abs(measured - radius) > 1e-6) {
                assertThat(away.containsKey(edge)).isEqualTo(measured < radius);
            }
            if (away.containsKey(edge)) {
                assertThat(away.get(edge)).isEqualTo(measured, within(1e-6));
            }
        }
    }

    /** On the same plane, but edge by edge and by another library's geometry. */
    private static double measured(RoadNetwork roads, int edge, double latitude, double longitude) {
        double scale = METRES_PER_DEGREE * Math.cos(Math.toRadians(latitude));
        Coordinate[] line = new Coordinate[roads.pointCount(edge)];
        for (int i = 0; i < line.length; i++) {
            line[i] = new Coordinate(
                    (roads.longitude(edge, i) - longitude) * scale,
                    (roads.latitude(edge, i) - latitude) * METRES_PER_DEGREE);
        }
        return Distance.pointToSegmentString(new Coordinate(0, 0), line);
    }
}
