package org.trips.journeys.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PointCodecTest {

    @Property
    void pointsComeBackFromBytesAsTheyWere(@ForAll("points") List<Point> points) {
        assertThat(PointCodec.decode(PointCodec.encode(points))).isEqualTo(points);
    }

    @Property
    void bytesThatAreNoPointsAreRefusedWithAReason(@ForAll byte[] bytes) {
        try {
            PointCodec.decode(bytes);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessageStartingWith("Stored ");
        }
    }

    @Test
    void aCutOffArrayIsRefused() {
        byte[] bytes = PointCodec.encode(List.of(Point.of(1, 60, 24), Point.of(2, 60, 24)));
        assertThatThrownBy(() -> PointCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("end after");
    }

    @Test
    void aDriveAtOneHertzTakesAtMostEightBytesAPoint() {
        // Speed, heading and position waver as a receiver's do: 0.2 m/s, 1 degree and 1 m from second to second.
        Random noise = new Random(7);
        List<Point> drive = new ArrayList<>();
        for (int second = 0; second < 3600; second++) {
            drive.add(Point.at(
                            1_772_000_000_000L + second * 1000L,
                            60 + second * 1e-4 + noise.nextGaussian() * 9e-6,
                            24 + second * 5e-5 + noise.nextGaussian() * 1.8e-5)
                    .speedMps(13 + 0.2 * noise.nextGaussian())
                    .headingDegrees(14 + noise.nextGaussian())
                    .accuracyMetres(4)
                    .build());
        }
        assertThat(PointCodec.encode(drive).length).isLessThanOrEqualTo(8 * drive.size());
    }

    @Provide
    Arbitrary<List<Point>> points() {
        Arbitrary<Integer> optional =
                Arbitraries.integers().between(-500, 4000).injectNull(0.2).map(v -> v == null ? Point.UNKNOWN : v);
        Arbitrary<Integer> heading =
                Arbitraries.integers().between(0, 3599).injectNull(0.2).map(v -> v == null ? Point.UNKNOWN : v);
        return Combinators.combine(
                        Arbitraries.longs().between(0, 4_000_000_000_000L),
                        Arbitraries.integers().between(-90_000_000, 90_000_000),
                        Arbitraries.integers().between(-180_000_000, 180_000_000),
                        optional,
                        heading,
                        optional,
                        Arbitraries.of(Ignition.values()),
                        optional)
                .as((time, latitude, longitude, speed, course, accuracy, ignition, acceleration) -> new Point(
                        time, latitude, longitude, speed, course, accuracy, ignition, acceleration, acceleration))
                .list()
                .ofMaxSize(40);
    }
}
