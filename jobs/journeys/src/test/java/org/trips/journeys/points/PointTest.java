package org.trips.journeys.points;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PointTest {
    @Test
    void aFixWithoutAPlaceIsNoPoint() {
        assertThatThrownBy(() -> Point.of(0, Double.NaN, 24.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A point needs a latitude and a longitude.");
        assertThatThrownBy(() -> Point.of(0, 60.1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
