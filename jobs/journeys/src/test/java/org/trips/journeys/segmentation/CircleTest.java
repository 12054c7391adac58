package org.trips.journeys.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Point;
import org.trips.roads.Earth;

class CircleTest {
    @Property(tries = 20_000)
    void theVerdictIsThatOfTheGreatCircle(
            @ForAll @DoubleRange(min = -90, max = 90) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @DoubleRange(min = 1, max = 20_000) double radius,
            @ForAll @DoubleRange(min = 0, max = 6.3) double direction,
            @ForAll @DoubleRange(min = 0.95, max = 1.05) double radii) {
        assertSame(latitude, longitude, radius, direction, radii);
    }

    @Property(tries = 20_000)
    void alsoFarAwayAndHighInTheNorth(
            @ForAll @DoubleRange(min = 80, max = 90) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @DoubleRange(min = 0, max = 6.3) double direction,
            @ForAll @DoubleRange(min = 0, max = 5_000) double radii) {
        assertSame(latitude, longitude, 200, direction, radii);
    }

    @Test
    void theDateLineIsNoRim() {
        Circle circle = new Circle(Point.of(0, 10, 179.9999), 200);
        assertThat(circle.contains(Point.of(0, 10, -179.9999))).isTrue();
        assertThat(circle.contains(Point.of(0, 10, -179.9))).isFalse();
    }

    private static void assertSame(double latitude, double longitude, double radius, double direction, double radii) {
        double degrees = Math.toDegrees(radii * radius / Earth.RADIUS_METRES);
        double north = Math.max(-90, Math.min(90, latitude + degrees * Math.cos(direction)));
        double east = longitude + degrees * Math.sin(direction) / Math.max(1e-3, Math.cos(Math.toRadians(latitude)));
        Point centre = Point.of(0, latitude, longitude);
        Point point = Point.of(0, north, Math.IEEEremainder(east, 360));
        assertThat(new Circle(centre, radius).contains(point)).isEqualTo(centre.metresTo(point) <= radius);
    }
}
