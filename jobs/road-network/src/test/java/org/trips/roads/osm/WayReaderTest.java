package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.RoadClass;
import org.trips.roads.Way;

class WayReaderTest {
    private final WayReader reader = new WayReader();

    private Optional<Way> read(String... keysAndValues) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tags.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return reader.read(1, tags);
    }

    private String directions(String... keysAndValues) {
        return read(keysAndValues)
                .map(way -> (way.forward() ? "forward" : "") + (way.backward() ? "backward" : ""))
                .orElse("closed");
    }

    @ParameterizedTest
    @CsvSource({
        "motorway, MOTORWAY",
        "trunk_link, TRUNK_LINK",
        "unclassified, UNCLASSIFIED",
        "living_street, LIVING_STREET",
        "track, TRACK",
        "road, OTHER"
    })
    void roadsForMotorVehiclesAreKeptWithTheirClass(String highway, RoadClass roadClass) {
        assertThat(read("highway", highway).orElseThrow().roadClass()).isEqualTo(roadClass);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"footway", "cycleway", "path", "steps", "construction", "proposed", "elevator", "ferry", ""})
    void whatIsNotMadeForMotorVehiclesIsLeftOut(String highway) {
        assertThat(read("highway", highway)).isEmpty();
    }

    @Test
    void aPedestrianStreetIsKeptWhereASignLetsMotorVehiclesIn() {
        Way way = read("highway", "pedestrian", "motor_vehicle", "destination").orElseThrow();

        assertThat(way.roadClass()).isEqualTo(RoadClass.OTHER);
        assertThat(way.privateAccess()).isTrue();
        assertThat(read("highway", "pedestrian")).isEmpty();
        assertThat(read("highway", "pedestrian", "motor_vehicle", "no")).isEmpty();
    }

    @Test
    void theOutlineOfAPlaceIsNotARoad() {
        assertThat(read("highway", "service", "area", "yes")).isEmpty();
        assertThat(read("highway", "service", "area", "no")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "yes, forward",
        "true, forward",
        "1, forward",
        "-1, backward",
        "reverse, backward",
        "no, forwardbackward",
        "reversible, forwardbackward",
        "alternating, forwardbackward",
        "sometimes, forwardbackward"
    })
    void onewayStreetsAreOpenInOneDirection(String oneway, String directions) {
        assertThat(directions("highway", "residential", "oneway", oneway)).isEqualTo(directions);
    }

    @Test
    void motorwaysAndRoundaboutsAreOnewayUnlessTheySayOtherwise() {
        assertThat(directions("highway", "motorway")).isEqualTo("forward");
        assertThat(directions("highway", "motorway_link")).isEqualTo("forwardbackward");
        assertThat(directions("highway", "motorway", "oneway", "no")).isEqualTo("forwardbackward");
        assertThat(directions("highway", "tertiary", "junction", "roundabout")).isEqualTo("forward");
        assertThat(directions("highway", "tertiary", "junction", "circular")).isEqualTo("forward");
        assertThat(directions("highway", "tertiary", "junction", "roundabout", "oneway", "-1"))
                .isEqualTo("backward");
        assertThat(read("highway", "tertiary", "junction", "roundabout")
                        .orElseThrow()
                        .roundabout())
                .isTrue();
        assertThat(read("highway", "tertiary", "junction", "yes").orElseThrow().roundabout())
                .isFalse();
    }

    @Test
    void aDirectionMayBeClosedToMotorVehiclesAlone() {
        assertThat(directions("highway", "residential", "oneway", "yes", "oneway:motor_vehicle", "no"))
                .isEqualTo("forwardbackward");
        assertThat(directions("highway", "residential", "motor_vehicle:backward", "no"))
                .isEqualTo("forward");
        assertThat(directions("highway", "residential", "oneway", "yes", "motor_vehicle:forward", "no"))
                .isEqualTo("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private", "destination", "customers", "delivery", "permit", "forestry", "agricultural"})
    void roadsForSomeAreKeptButFlagged(String access) {
        assertThat(read("highway", "service", "access", access).orElseThrow().privateAccess())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "permissive", "designated"})
    void roadsForAllAreNotFlagged(String access) {
        assertThat(read("highway", "service", "access", access).orElseThrow().privateAccess())
                .isFalse();
    }

    @Test
    void theMostSpecialAccessTagDecides() {
        assertThat(read("highway", "service", "access", "no")).isEmpty();
        assertThat(read("highway", "service", "access", "no", "motor_vehicle", "yes"))
                .isPresent();
        assertThat(read("highway", "service", "access", "yes", "vehicle", "no")).isEmpty();
        assertThat(read("highway", "service", "motor_vehicle", "yes", "motorcar", "no"))
                .isEmpty();
        assertThat(read("highway", "service", "access", "private", "vehicle", "yes")
                        .orElseThrow()
                        .privateAccess())
                .isFalse();
    }

    @Test
    void aFerryIsKeptWhereItTakesMotorVehicles() {
        Way ferry = read("route", "ferry", "motor_vehicle", "yes", "maxspeed", "20", "name", "Star")
                .orElseThrow();

        assertThat(ferry.roadClass()).isEqualTo(RoadClass.FERRY);
        assertThat(ferry.forwardLimits().kmh()).isZero();
        assertThat(ferry.name()).isEqualTo("Star");
        assertThat(read("route", "ferry")).isEmpty();
        assertThat(read("route", "ferry", "access", "yes")).isEmpty();
        assertThat(read("route", "ferry", "motorcar", "no")).isEmpty();
        assertThat(read("route", "shuttle_train", "motorcar", "yes")).isPresent();
        assertThat(read("route", "bus", "motor_vehicle", "yes")).isEmpty();
    }

    @Test
    void namesNumbersAndLimitsAreTaken() {
        Way way = read(
                        "highway",
                        "primary",
                        "name",
                        "High Street",
                        "ref",
                        "B 2",
                        "maxspeed:forward",
                        "60",
                        "maxspeed:backward",
                        "40")
                .orElseThrow();

        assertThat(way.name()).isEqualTo("High Street");
        assertThat(way.ref()).isEqualTo("B 2");
        assertThat(way.forwardLimits().kmh()).isEqualTo(60);
        assertThat(way.backwardLimits().kmh()).isEqualTo(40);
    }
}
