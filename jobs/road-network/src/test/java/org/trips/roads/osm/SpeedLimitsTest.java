package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trips.roads.RoadNetwork;

class SpeedLimitsTest {
    private final SpeedLimits limits = new SpeedLimits();

    @ParameterizedTest
    @CsvSource({
        "50, 50",
        "30 mph, 48",
        "70mph, 113",
        "50 km/h, 50",
        "walk, 7",
        "DE:urban, 50",
        "DE:rural, 100",
        "AT:motorway, 130",
        "GB:nsl_single, 97",
        "UK:nsl_dual, 113",
        "BE-VLG:rural, 70",
        "DE-BY:urban, 50",
        "FR:zone30, 30",
        "DE:zone:30, 30",
        "GB:zone20, 32",
        "RU:urban, 60"
    })
    void aLimitIsReadInKmh(String value, int kmh) {
        assertThat(limits.forward(Map.of("maxspeed", value)).kmh()).isEqualTo(kmh);
        assertThat(limits.backward(Map.of("maxspeed", value)).kmh()).isEqualTo(kmh);
    }

    @ParameterizedTest
    @CsvSource({"none", "DE:motorway"})
    void aRoadWithoutALimitIsNotARoadWithoutAKnownLimit(String value) {
        assertThat(limits.forward(Map.of("maxspeed", value)).kmh()).isEqualTo(RoadNetwork.UNLIMITED);
    }

    @ParameterizedTest
    @CsvSource({"signals", "fast", "0", "999", "-30", "50;30", "50 knots", "XX:urban", "DE:nowhere", "''", "sign"})
    void whatCannotBeReadIsUnknownAndNotGuessed(String value) {
        assertThat(limits.forward(Map.of("maxspeed", value)).kmh()).isEqualTo(RoadNetwork.UNKNOWN_LIMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "maxspeed:type, IT:rural, 90",
        "source:maxspeed, FI:urban, 50",
        "zone:maxspeed, DE:30, 30",
        "zone:traffic, FI:rural, 80"
    })
    void aCodeMayStandInAnyOfTheUsualTags(String key, String value, int kmh) {
        assertThat(limits.forward(Map.of(key, value)).kmh()).isEqualTo(kmh);
    }

    @Test
    void theDirectionsOwnLimitComesFirst() {
        Map<String, String> tags = Map.of("maxspeed", "50", "maxspeed:forward", "70", "source:maxspeed", "DE:rural");

        assertThat(limits.forward(tags).kmh()).isEqualTo(70);
        assertThat(limits.backward(tags).kmh()).isEqualTo(50);
    }

    @Test
    void aSignSaysMoreThanTheRuleItStandsUnder() {
        assertThat(limits.forward(Map.of("maxspeed", "70", "source:maxspeed", "DE:rural"))
                        .kmh())
                .isEqualTo(70);
        assertThat(limits.forward(Map.of("maxspeed", "signals", "source:maxspeed", "DE:rural"))
                        .kmh())
                .isEqualTo(100);
        assertThat(limits.forward(Map.of("source:maxspeed", "sign")).kmh()).isEqualTo(RoadNetwork.UNKNOWN_LIMIT);
    }
}
