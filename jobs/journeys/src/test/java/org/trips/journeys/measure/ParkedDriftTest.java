package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.roads.Earth;

/**
 * A vehicle that stands under a roof for hours, day after day, and says that it stands, whatever its receiver makes of its
 * place: as long as that wanders by tens of metres, one reflection leads no further than a kilometre away, and if the first
 * fix of all is one, it leads no further than 100 m.
 */
class ParkedDriftTest {
    private static final String MORNING = "2026-03-01T07:30:00Z";
    private static final double METRES_PER_DEGREE = Earth.RADIUS_METRES * Math.toRadians(1);
    private static final double MILLIS_PER_SECOND = 1000;
    private static final long DAY_MILLIS = 86_400_000;
    private static final double DRIFT_SECONDS = 60;
    private static final double FIRST_JUMP = 100;
    /** A fix beyond the width of a stop may count as way while it is not yet known to stand; seldom, and once. */
    private static final double PARKING_METRES = 220;

    @Property(tries = 30)
    void makesNoJourneyNoKilometreAndNoEvent(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 20) double noise,
            @ForAll @DoubleRange(min = 0, max = 40) double drift,
            @ForAll @DoubleRange(min = 0, max = 1000) double jump,
            @ForAll @IntRange(min = 5, max = 60) int secondsBetweenFixes) {
        List<Point> points = new ArrayList<>();
        parkFor(3, points, Drive.from(MORNING).seconds(30), new Random(seed), noise, drift, jump, secondsBetweenFixes);
        assertThat(journeys(points)).isEmpty();
    }

    @Property(tries = 20)
    void addsNothingToTheDriveThatBroughtItThere(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 20) double noise,
            @ForAll @DoubleRange(min = 0, max = 20) double drift,
            @ForAll @DoubleRange(min = 0, max = 1000) double jump) {
        Drive drive = Drive.from(MORNING).seconds(60).to(14, 2).seconds(300).to(0, 2);
        List<Point> points = new ArrayList<>(drive.points());
        parkFor(1, points, drive, new Random(seed), noise, drift, jump, 10);
        assertThat(journeys(points)).singleElement().satisfies(journey -> {
            assertThat(journey.get("distanceMetres").asDouble()).isCloseTo(drive.metres(), within(PARKING_METRES));
            assertThat(journey.get("events")).isEmpty();
        });
    }

    /**
     * Fixes with white noise and an error that wanders, both Gaussian in metres, and one in forty thrown off by a
     * reflection; with the little speed that such receivers report.
     */
    private static void parkFor(
            int days,
            List<Point> points,
            Drive parked,
            Random random,
            double noise,
            double drift,
            double jump,
            int secondsBetweenFixes) {
        Point place = parked.points().get(parked.points().size() - 1);
        double kept = Math.exp(-secondsBetweenFixes / DRIFT_SECONDS);
        double fresh = drift * Math.sqrt(1 - kept * kept);
        double north = 0;
        double east = 0;
        for (long millis = 0; millis < days * DAY_MILLIS; millis += (long) (secondsBetweenFixes * MILLIS_PER_SECOND)) {
            north = kept * north + fresh * random.nextGaussian();
            east = kept * east + fresh * random.nextGaussian();
            boolean reflected = random.nextInt(40) == 0 && (millis > 0 || jump <= FIRST_JUMP);
            double atNorth = north + noise * random.nextGaussian() + (reflected ? jump : 0);
            double atEast = east + noise * random.nextGaussian();
            points.add(Point.at(
                            parked.now() + 1_000 + millis,
                            place.latitude() + atNorth / METRES_PER_DEGREE,
                            place.longitude() + atEast / METRES_PER_DEGREE / Math.cos(Math.toRadians(place.latitude())))
                    .speedMps(Math.abs(0.3 * random.nextGaussian()))
                    .headingDegrees(360 * random.nextDouble())
                    .accuracyMetres(20)
                    .build());
        }
    }

    private static List<JsonNode> journeys(List<Point> points) {
        Vehicle vehicle = new Vehicle(Profile.defaults());
        vehicle.send(points);
        vehicle.fallSilent();
        return vehicle.journeys();
    }
}
