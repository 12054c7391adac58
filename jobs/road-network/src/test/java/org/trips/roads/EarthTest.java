package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarthTest {
    private static final double QUARTER_METRES = Math.PI / 2 * Earth.RADIUS_METRES;

    @Test
    void aQuarterOfTheEquatorIsAQuarterOfTheCircumference() {
        assertThat(Earth.metres(0, 0, 0, 90)).isEqualTo(QUARTER_METRES, within(1e-3));
        assertThat(Earth.metres(0, 10, 90, -70)).isEqualTo(QUARTER_METRES, within(1e-3));
        assertThat(Earth.metres(60, 25, 60, 25)).isZero();
    }

    @Test
    void theOtherSideOfTheDateLineIsNear() {
        assertThat(Earth.metres(0, 179.9995, 0, -179.9995)).isEqualTo(Earth.metres(0, 0, 0, 0.001), within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, 0, 0",
        "0, 0, 0, 1, 90",
        "0, 0, -1, 0, 180",
        "0, 0, 0, -1, 270",
        "60, 25, 60.001, 25.002, 45",
        "60, 25, 60.001, 24.998, 315"
    })
    void bearingsRunClockwiseFromNorth(
            double latitude1, double longitude1, double latitude2, double longitude2, double degrees) {
        assertThat(Earth.bearingDegrees(latitude1, longitude1, latitude2, longitude2))
                .isEqualTo(degrees, within(0.01));
    }

    @Test
    void aBearingIsAlwaysBelow360() {
        assertThat(Earth.bearingDegrees(0, 0, 1, -1e-15)).isBetween(0.0, Math.nextDown(360.0));
    }
}
