package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HilbertCurveTest {
    private static final int LAST_STEP = (1 << 15) - 1;

    @Test
    void theCurveGoesThroughASquareStepByStepBeforeItLeavesIt() {
        HilbertCurve curve = new HilbertCurve(0, 0, LAST_STEP, LAST_STEP);
        int side = 16;
        SortedMap<Long, int[]> square = new TreeMap<>();
        for (int latitude = 0; latitude < side; latitude++) {
            for (int longitude = 0; longitude < side; longitude++) {
                square.put(curve.position(latitude, longitude), new int[] {latitude, longitude});
            }
        }

        assertThat(square).hasSize(side * side);
        assertThat(square.lastKey()).isEqualTo(side * side - 1);
        int[] before = square.get(0L);
        for (int[] place : square.tailMap(1L).values()) {
            assertThat(Math.abs(place[0] - before[0]) + Math.abs(place[1] - before[1]))
                    .isEqualTo(1);
            before = place;
        }
    }

    @Test
    void theWholeEarthFitsOnTheCurve() {
        int east = 1_800_000_000;
        HilbertCurve curve = new HilbertCurve(-900_000_000, -east, 900_000_000, east);

        assertThat(curve.position(-900_000_000, -east)).isZero();
        assertThat(curve.position(900_000_000, east)).isBetween(1L, (1L << 30) - 1);
    }
}
