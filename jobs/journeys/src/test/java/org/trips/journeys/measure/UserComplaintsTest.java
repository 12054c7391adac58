package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.ProfileWith;
import org.trips.journeys.profile.Versions;
import org.trips.roads.Earth;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/**
 * What users of trackers complain of in public, and what becomes of it here: each device sends what theirs sent, and
 * the journeys are looked at as the store has them.
 */
class UserComplaintsTest {
    private static final String MORNING = "2026-03-01T07:30:00Z";
    private static final double METRES_PER_DEGREE = Earth.RADIUS_METRES * Math.toRadians(1);

    @TempDir
    Path folder;

    @Test
    void aNightUndergroundLiesBetweenTwoJourneysThoughItsDriftShowsSpeed() {
        Drive drive = Drive.from(MORNING).seconds(60).to(14, 2).seconds(600).to(0, 2);
        drive.parkedUnderARoof(240, 20).silentSeconds(9 * 3600);
        drive.parkedUnderARoof(240, 20).to(14, 2).seconds(600).to(0, 2).seconds(400);
        List<JsonNode> journeys = journeys(drive.points());
        assertThat(journeys).hasSize(2);
        assertThat(journeys).allSatisfy(journey -> {
            assertThat(metres(journey)).isCloseTo(drive.metres() / 2, within(120.0));
            assertThat(seconds(journey)).isLessThan(1200);
        });
    }

    @Test
    void aDriveIsReportedThoughTheDeviceWentOfflineBeforeItStopped() {
        Drive drive = Drive.from(MORNING).seconds(60).to(20, 2).seconds(950);
        Vehicle vehicle = new Vehicle(Profile.defaults());
        vehicle.send(drive.points());
        assertThat(vehicle.journeys()).isEmpty();
        vehicle.fallSilent();
        assertThat(vehicle.journeys()).singleElement().satisfies(journey -> {
            assertThat(metres(journey)).isCloseTo(19_000, within(300.0));
            assertThat(journey.get("status").asText()).isEqualTo("provisional");
        });
    }

    @Test
    void noJourneyEndsBeforeItStartsThoughTheClockIsSetBack() {
        Drive drive = Drive.from(MORNING).seconds(60).to(14, 2).seconds(600);
        List<Point> points = new ArrayList<>(drive.points());
        // The clock is an hour slow from here on: the device reports the same way at times that were before it started.
        for (Point point : drive.seconds(600)
                .to(0, 2)
                .seconds(400)
                .points()
                .subList(points.size(), drive.points().size())) {
            points.add(at(point, point.timeMillis() - 3_600_000));
        }
        List<JsonNode> journeys = journeys(points);
        assertThat(journeys).isNotEmpty().allSatisfy(journey -> {
            assertThat(seconds(journey)).isGreaterThanOrEqualTo(60);
            assertThat(metres(journey)).isGreaterThanOrEqualTo(200);
        });
        assertNoneOverlap(journeys);
    }

    @Test
    void aFrozenPositionIsNoJourneyOfNoMetresAtSixtyKilometresAnHour() {
        List<Point> points = new ArrayList<>();
        for (Point point : Drive.from(MORNING).to(64 / 3.6, 5).seconds(600).points()) {
            points.add(Point.at(point.timeMillis(), Drive.START_LATITUDE, Drive.START_LONGITUDE)
                    .speedMps(point.speedMps())
                    .build());
        }
        assertThat(journeys(points)).isEmpty();
    }

    @Test
    void whetherADeliveryEndsAJourneyIsForTheCustomerToSay() {
        Drive drive = Drive.from(MORNING).seconds(60).to(14, 2).seconds(400).to(0, 2);
        drive.seconds(500).to(14, 2).seconds(400).to(0, 2).seconds(1500);
        assertThat(journeys(drive.points(), ProfileWith.stop(Duration.ofMinutes(3))))
                .hasSize(2);
        assertThat(journeys(drive.points(), ProfileWith.stop(Duration.ofMinutes(15))))
                .hasSize(1);
    }

    @Test
    void aBufferedUploadDrivesNoCarBackwards() {
        List<Point> points = aDriveOfAQuarterOfAnHour();
        Vehicle vehicle = new Vehicle(Profile.defaults());
        // The middle is sent last, and its newest points first.
        vehicle.send(points.subList(0, 300));
        vehicle.send(points.subList(700, points.size()));
        List<Point> buffered = new ArrayList<>(points.subList(300, 700));
        Collections.reverse(buffered);
        for (int i = 0; i < buffered.size(); i += 50) {
            vehicle.send(buffered.subList(i, i + 50));
        }
        assertThat(vehicle.journeys()).singleElement().satisfies(journey -> {
            assertThat(metres(journey)).isEqualTo(metres(journeys(points).get(0)));
            assertThat(journey.get("quality").get("dropped")).isEmpty();
        });
    }

    @Test
    void aFixOfNextYearFreezesNothing() {
        Drive drive = Drive.from(MORNING).seconds(60).to(14, 2).seconds(300);
        Vehicle vehicle = new Vehicle(Profile.defaults());
        vehicle.send(drive.points());
        Point last = drive.points().get(drive.points().size() - 1);
        vehicle.send(List.of(at(last, Instant.parse("2027-06-01T00:00:00Z").toEpochMilli())));
        int sent = drive.points().size();
        drive.seconds(300).to(0, 2).seconds(400);
        vehicle.send(drive.points().subList(sent, drive.points().size()));
        assertThat(vehicle.journeys()).singleElement().satisfies(journey -> assertThat(metres(journey))
                .isCloseTo(drive.metres(), within(60.0)));
    }

    @Test
    void aParkedCarThatJumpsFurtherThanFiftyMetresMakesNoJourney() {
        Drive drive = Drive.from(MORNING).seconds(30);
        Random random = new Random(5);
        List<Point> points = new ArrayList<>(drive.points());
        for (int i = 0; i < 2_000; i++) {
            double metres = i % 40 < 38 ? 5 * random.nextGaussian() : 60 + 100 * random.nextDouble();
            points.add(Point.at(
                            drive.now() + i * 10_000L,
                            Drive.START_LATITUDE + metres / METRES_PER_DEGREE,
                            Drive.START_LONGITUDE)
                    .accuracyMetres(20)
                    .build());
        }
        assertThat(journeys(points)).isEmpty();
    }

    @Test
    void aDeviceThatSendsNothingWhileItStandsHasNotDrivenOn() {
        // Its distance filter swallows the fix that says it has come to rest: the last one sent is at speed.
        Drive drive = Drive.from(MORNING).seconds(60).to(14, 2).seconds(600).to(10, 2);
        List<Point> points = new ArrayList<>(drive.points());
        drive.to(0, 2).seconds(2_400);
        int sent = drive.points().size();
        drive.to(14, 2).seconds(600).to(0, 2).seconds(400);
        points.addAll(drive.points().subList(sent, drive.points().size()));
        List<JsonNode> journeys = journeys(points);
        assertThat(journeys).hasSize(2);
        assertThat(seconds(journeys.get(0))).isBetween(590.0, 620.0);
    }

    @Test
    void aMotorwayBesideASideRoadHasTheMotorwaysLimit() throws IOException {
        double beside = 15 / METRES_PER_DEGREE / Math.cos(Math.toRadians(Drive.START_LATITUDE));
        RoadNetworkBuilder builder = new RoadNetworkBuilder();
        double end = Drive.START_LATITUDE + 20_000 / METRES_PER_DEGREE;
        builder.addNode(1, Drive.START_LATITUDE, Drive.START_LONGITUDE);
        builder.addNode(2, end, Drive.START_LONGITUDE);
        builder.addNode(3, Drive.START_LATITUDE, Drive.START_LONGITUDE + beside);
        builder.addNode(4, end, Drive.START_LONGITUDE + beside);
        builder.addWay(Way.of(1, RoadClass.MOTORWAY).limitKmh(120), 1, 2);
        builder.addWay(Way.of(2, RoadClass.RESIDENTIAL).limitKmh(50), 3, 4);
        Path file = folder.resolve("beside.roads");
        builder.write(file);

        Drive drive = Drive.from(MORNING).to(115 / 3.6, 2).seconds(500);
        Random random = new Random(7);
        List<Point> noisy = drive.points().stream()
                .map(point -> moved(point, 4 * random.nextGaussian(), 4 * random.nextGaussian()))
                .toList();
        List<JsonNode> journeys = journeys(noisy, Versions.always(RoadNetwork.open(file)), Profile.defaults());
        assertThat(journeys).singleElement().satisfies(journey -> {
            assertThat(events(journey, "speeding")).isZero();
            assertThat(journey.get("roadClasses").get("motorway").get("metres").asDouble())
                    .isGreaterThan(0.99 * metres(journey));
        });
    }

    @Test
    void aSingleFixAboveTheLimitIsNoSpeedingAndHowLongIsForTheCustomerToSay() throws IOException {
        Versions<RoadNetwork> roads = Versions.always(ToyRoads.in(folder));
        Drive drive = Drive.from(MORNING)
                .to(13, 2)
                .seconds(10)
                .to(70 / 3.6, 5)
                .seconds(14)
                .to(13, 5)
                .seconds(32);
        List<Point> spiked =
                new ArrayList<>(Drive.from(MORNING).to(13, 2).seconds(60).points());
        Point spike = spiked.get(30);
        spiked.set(
                30,
                Point.at(spike.timeMillis(), spike.latitude(), spike.longitude())
                        .speedMps(33)
                        .build());
        assertThat(journeys(spiked, roads, Profile.defaults()))
                .singleElement()
                .satisfies(journey -> assertThat(events(journey, "speeding")).isZero());
        assertThat(journeys(drive.points(), roads, ProfileWith.shortestSpeeding(Duration.ofSeconds(10))))
                .singleElement()
                .satisfies(journey -> assertThat(events(journey, "speeding")).isEqualTo(1));
        assertThat(journeys(drive.points(), roads, ProfileWith.shortestSpeeding(Duration.ofSeconds(60))))
                .singleElement()
                .satisfies(journey -> assertThat(events(journey, "speeding")).isZero());
    }

    @Test
    void brakingAccelerationAndTurnsAreFoundWithoutASensorInTheCar() {
        Drive drive = Drive.from(MORNING)
                .seconds(60)
                .to(15, 1)
                .seconds(120)
                .to(5, 3.5)
                .seconds(20);
        drive.to(15, 3.2).seconds(60).turn(16, 6).seconds(60).to(0, 1).seconds(400);
        assertThat(journeys(drive.points())).singleElement().satisfies(journey -> {
            assertThat(events(journey, "braking")).isEqualTo(1);
            assertThat(events(journey, "acceleration")).isEqualTo(1);
            assertThat(events(journey, "cornering")).isEqualTo(1);
        });
    }

    @Test
    void aDayOfDriftAddsNothingToThreeKilometres() {
        Drive drive = Drive.from(MORNING).seconds(60).to(12, 2).seconds(250).to(0, 2);
        double driven = drive.metres();
        drive.parkedUnderARoof(80_000, 60);
        double total = journeys(drive.points()).stream()
                .mapToDouble(UserComplaintsTest::metres)
                .sum();
        assertThat(total).isCloseTo(driven, within(150.0));
    }

    @Test
    void aRouteUploadedInBatchesIsOneJourneyAndNotSeveralThatOverlap() {
        List<Point> points = aDriveOfAQuarterOfAnHour();
        Vehicle vehicle = new Vehicle(Profile.defaults());
        // Each batch repeats the end of the one before, as a client does that was never told of its success.
        for (int i = 0; i < points.size(); i += 60) {
            vehicle.send(points.subList(Math.max(0, i - 30), Math.min(points.size(), i + 60)));
        }
        assertThat(vehicle.journeys()).hasSize(1).isEqualTo(journeys(points));
    }

    @Test
    void aStartThatTheNetworkLostIsPutBackWhenItComesAfterAll() {
        List<Point> points = aDriveOfAQuarterOfAnHour();
        Vehicle vehicle = new Vehicle(Profile.defaults());
        vehicle.send(points.subList(500, points.size()));
        assertThat(metres(vehicle.journeys().get(0))).isLessThan(8_000);
        vehicle.send(points.subList(0, 500));
        assertThat(vehicle.journeys()).hasSize(1);
        assertThat(metres(vehicle.journeys().get(0)))
                .isEqualTo(metres(journeys(points).get(0)));
    }

    @Test
    void aStartLostInAGarageCountsFromTheLastParkedPlaceHoweverLongAgoThatWas() {
        Drive drive =
                Drive.from(MORNING).seconds(60).to(14, 2).seconds(300).to(0, 2).seconds(600);
        Vehicle vehicle = new Vehicle(Profile.defaults());
        vehicle.send(drive.points());
        vehicle.fallSilentForGood();
        double toTheGarage = drive.metres();
        // Three weeks later its receiver finds the sky a minute after it has left.
        drive.silentSeconds(21 * 86_400).to(14, 2);
        int sent = drive.points().size() + 60;
        drive.seconds(360).to(0, 2).seconds(400);
        vehicle.send(drive.points().subList(sent, drive.points().size()));
        vehicle.fallSilent();
        assertThat(vehicle.journeys()).hasSize(2);
        JsonNode journey = vehicle.journeys().get(1);
        assertThat(metres(journey)).isCloseTo(drive.metres() - toTheGarage, within(60.0));
        assertThat(journey.get("bridgedStartMetres").asDouble()).isCloseTo(14 * 60 + 50, within(60.0));
        assertThat(journey.get("parkedUntil").asText())
                .isLessThan(vehicle.journeys().get(0).get("end").asText().replace("T07", "T08"));
        assertThat(journey.get("meanSpeedMps").asDouble()).isLessThan(14);
    }

    @Test
    void speedsFilteredToZeroDoNotMakeADriveStandStill() {
        Drive drive = Drive.from(MORNING)
                .seconds(60)
                .to(20, 2)
                .frozenSeconds(1_440)
                .to(0, 2)
                .seconds(400);
        assertThat(journeys(drive.points())).singleElement().satisfies(journey -> {
            assertThat(metres(journey)).isCloseTo(drive.metres(), within(100.0));
            assertThat(journey.get("movingSeconds").asDouble()).isGreaterThan(1_430);
        });
    }

    @Test
    void ordinaryStopsAreNotHarshThoughTheirSpeedsAreNoisy() {
        Drive drive = Drive.from(MORNING).seconds(60);
        for (int stop = 0; stop < 50; stop++) {
            drive.to(13, 1.3).seconds(30).to(0, 1.5).seconds(20);
        }
        drive.seconds(400);
        Random random = new Random(3);
        // 0.15 m/s is what a receiver under open sky is wrong by at 1 Hz.
        List<Point> noisy = drive.points().stream()
                .map(point -> Point.at(point.timeMillis(), point.latitude(), point.longitude())
                        .speedMps(point.speedMps() == 0 ? 0 : Math.abs(point.speedMps() + 0.15 * random.nextGaussian()))
                        .headingDegrees(point.headingDegrees())
                        .accuracyMetres(4)
                        .build())
                .toList();
        assertThat(journeys(noisy)).singleElement().satisfies(journey -> {
            assertThat(events(journey, "braking")).isZero();
            assertThat(events(journey, "acceleration")).isZero();
        });
    }

    private static List<Point> aDriveOfAQuarterOfAnHour() {
        return Drive.from(MORNING)
                .seconds(60)
                .to(14, 2)
                .seconds(900)
                .to(0, 2)
                .seconds(400)
                .points();
    }

    private static List<JsonNode> journeys(List<Point> points) {
        return journeys(points, Profile.defaults());
    }

    private static List<JsonNode> journeys(List<Point> points, Profile profile) {
        return journeys(points, Versions.none(), profile);
    }

    /** All journeys of points that come at once, and then none any more. */
    private static List<JsonNode> journeys(List<Point> points, Versions<RoadNetwork> roads, Profile profile) {
        Vehicle vehicle = new Vehicle(roads, profile);
        vehicle.send(points);
        vehicle.fallSilent();
        return vehicle.journeys();
    }

    private static Point at(Point point, long millis) {
        return Point.at(millis, point.latitude(), point.longitude())
                .speedMps(point.speedMps())
                .headingDegrees(point.headingDegrees())
                .accuracyMetres(point.accuracyMetres())
                .build();
    }

    private static Point moved(Point point, double north, double east) {
        double latitude = point.latitude() + north / METRES_PER_DEGREE;
        double longitude =
                point.longitude() + east / METRES_PER_DEGREE / Math.cos(Math.toRadians(Drive.START_LATITUDE));
        return Point.at(point.timeMillis(), latitude, longitude)
                .speedMps(point.speedMps())
                .headingDegrees(point.headingDegrees())
                .accuracyMetres(point.accuracyMetres())
                .build();
    }

    private static double metres(JsonNode journey) {
        return journey.get("distanceMetres").asDouble();
    }

    private static double seconds(JsonNode journey) {
        return journey.get("durationSeconds").asDouble();
    }

    private static long events(JsonNode journey, String type) {
        return journey.findValuesAsText("type").stream().filter(type::equals).count();
    }

    private static void assertNoneOverlap(List<JsonNode> journeys) {
        for (int i = 1; i < journeys.size(); i++) {
            assertThat(start(journeys.get(i)))
                    .isAfterOrEqualTo(
                            Instant.parse(journeys.get(i - 1).get("end").asText()));
        }
    }

    private static Instant start(JsonNode journey) {
        return Instant.parse(journey.get("start").asText());
    }
}
