package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoadNetworkPropertiesTest {
    @Provide
    Arbitrary<RoadNetwork> networks() {
        return RandomRoads.any();
    }

    @Property(tries = 100)
    void theOppositeOfTheOppositeIsTheEdgeItself(@ForAll("networks") RoadNetwork roads) {
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            int opposite = roads.opposite(edge);
            if (opposite >= 0) {
                assertThat(roads.opposite(opposite)).isEqualTo(edge);
                assertThat(opposite).isNotEqualTo(edge);
                assertThat(roads.forward(opposite)).isNotEqualTo(roads.forward(edge));
                assertThat(roads.startJunction(opposite)).isEqualTo(roads.endJunction(edge));
                assertThat(roads.wayId(opposite)).isEqualTo(roads.wayId(edge));
            }
        }
    }

    @Property(tries = 100)
    void everyEdgeGoesOutFromTheJunctionItStartsAtAndNoOther(@ForAll("networks") RoadNetwork roads) {
        Set<Integer> seen = new HashSet<>();
        for (int junction = 0; junction < roads.junctionCount(); junction++) {
            for (int i = 0; i < roads.outgoingCount(junction); i++) {
                int edge = roads.outgoing(junction, i);
                assertThat(roads.startJunction(edge)).isEqualTo(junction);
                seen.add(edge);
            }
        }
        assertThat(seen).hasSize(roads.edgeCount());
    }

    @Property(tries = 100)
    void everyEdgesGeometryBeginsAndEndsAtItsJunctions(@ForAll("networks") RoadNetwork roads) {
        double[] latitude = new double[roads.junctionCount()];
        double[] longitude = new double[roads.junctionCount()];
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            latitude[roads.startJunction(edge)] = roads.latitude(edge, 0);
            longitude[roads.startJunction(edge)] = roads.longitude(edge, 0);
        }
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            int last = roads.pointCount(edge) - 1;
            int start = roads.startJunction(edge);
            int end = roads.endJunction(edge);
            assertThat(roads.latitude(edge, 0)).isEqualTo(latitude[start]);
            assertThat(roads.longitude(edge, 0)).isEqualTo(longitude[start]);
            if (roads.outgoingCount(end) > 0) {
                assertThat(roads.latitude(edge, last)).isEqualTo(latitude[end]);
                assertThat(roads.longitude(edge, last)).isEqualTo(longitude[end]);
            }
        }
    }

    @Property(tries = 100)
    void anEdgesLengthIsTheSumOfItsGeometry(@ForAll("networks") RoadNetwork roads) {
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            double metres = 0;
            for (int i = 1; i < roads.pointCount(edge); i++) {
                metres += Earth.metres(
                        roads.latitude(edge, i - 1),
                        roads.longitude(edge, i - 1),
                        roads.latitude(edge, i),
                        roads.longitude(edge, i));
                assertThat(roads.metresAtPoint(edge, i)).isEqualTo(metres, within(0.01));
            }
            assertThat(roads.lengthMetres(edge)).isEqualTo(metres, within(0.01));
        }
    }

    @Property(tries = 30)
    void theSameRoadsGiveTheSameBytes(@ForAll long seed) throws IOException {
        assertThat(bytes(seed)).isEqualTo(bytes(seed));
    }

    private static byte[] bytes(long seed) throws IOException {
        Path file = Files.createTempFile("same", ".roads");
        try {
            RandomRoads.builder(new Random(seed)).write(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }
}
