package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trips.journeys.SpeedUnit;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.RefusedPoint;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadNetwork;

/**
 * What real devices do wrong, one defect a test, and what the journey's document says of it. Those that are not here have
 * their tests where the README's table of defects says.
 */
class DefectsTest {
    private static final String MORNING = "2026-03-01T07:30:00Z";
    private static final long HOUR = 3_600_000;

    @TempDir
    Path folder;

    @Test
    void uploadsTwiceOutOfOrderAndHoursLateAreTheSameJourney() {
        List<Point> points = aDrive().points();
        JsonNode inOrder = journey(points);
        Vehicle vehicle = new Vehicle(Profile.defaults());
        List<Point> middle = new ArrayList<>(points.subList(200, 400));
        Collections.reverse(middle);
        vehicle.send(points.subList(400, points.size()));
        vehicle.send(points.subList(0, 200));
        vehicle.send(points.subList(100, 200));
        vehicle.send(middle);
        vehicle.send(middle);
        vehicle.fallSilent();
        assertThat(vehicle.journeys()).singleElement().satisfies(journey -> assertThat(journey.get("quality"))
                .isEqualTo(inOrder.get("quality")));
        assertThat(metres(vehicle.journeys().get(0))).isEqualTo(metres(inOrder));
    }

    @Test
    void aFixDatedYearsAheadIsADeadLetter() {
        assertThat(refused("{\"device\":\"d-17\",\"sentAt\":\"2026-03-01T07:31:00Z\",\"points\":["
                        + "{\"time\":\"2028-03-01T07:30:00Z\",\"lat\":60.17,\"lon\":24.94}]}"))
                .containsExactly(DeadLetterReason.FROM_THE_FUTURE);
    }

    @Test
    void noughtNoughtIsADeadLetterAndSoAreSwappedCoordinatesThatAreNowhere() {
        assertThat(refused("{\"device\":\"d-17\",\"points\":["
                        + "{\"time\":\"2026-03-01T07:30:00Z\",\"lat\":0,\"lon\":0},"
                        + "{\"time\":\"2026-03-01T07:30:01Z\",\"lat\":-99.13,\"lon\":19.43}]}"))
                .containsExactly(DeadLetterReason.NULL_ISLAND, DeadLetterReason.OUT_OF_RANGE);
    }

    @Test
    void aFixWithSwappedCoordinatesIsDroppedAsAJump() {
        List<Point> points = aDrive().points();
        Point point = points.get(100);
        points.set(
                100,
                Point.at(point.timeMillis(), point.longitude(), point.latitude())
                        .speedMps(14)
                        .build());
        JsonNode journey = journey(points);
        assertThat(dropped(journey, "jump")).isEqualTo(1);
        assertThat(metres(journey)).isCloseTo(14 * 600, within(60.0));
    }

    @Test
    void aClockSetBackAnHourPutsPointsWhereTheVehicleWasNotAndTheyAreDropped() {
        Drive drive = aDrive();
        List<Point> points = new ArrayList<>();
        drive.points().forEach(point -> points.add(at(point, point.timeMillis() + HOUR)));
        // Some of an hour later, 20 km on, dated into the middle of the drive between its own fixes.
        for (int i = 0; i < 30; i++) {
            Point point = points.get(200 + 10 * i);
            points.add(Point.at(point.timeMillis() + 500, point.latitude() + 0.2, point.longitude())
                    .speedMps(14)
                    .build());
        }
        JsonNode journey = journey(points);
        assertThat(dropped(journey, "jump")).isEqualTo(30);
        assertThat(metres(journey)).isCloseTo(drive.metres(), within(60.0));
    }

    @Test
    void aFirstFixThatJumpsMakesNoEventAndNoSpeedAndIsCounted() {
        List<Point> points =
                Drive.from(MORNING).to(10, 2).seconds(300).to(0, 2).seconds(400).points();
        Point first = points.get(0);
        // From nought to 90 km/h, 2 km away.
        Point jump = Point.at(first.timeMillis() - 1000, first.latitude() + 0.018, first.longitude())
                .speedMps(25)
                .accuracyMetres(2_000)
                .build();
        points.add(0, jump);
        JsonNode journey = journey(points);
        assertThat(journey.get("events")).isEmpty();
        assertThat(journey.get("maxSpeedMps").asDouble()).isEqualTo(10);
        assertThat(dropped(journey, "inaccurate")).isEqualTo(1);
    }

    @Test
    void aTunnelIsAGapThroughWhichTheVehicleDroveAndNothingIsHarshInIt() {
        Drive drive = Drive.from(MORNING).seconds(30).to(14, 2).seconds(200).silentSeconds(74);
        drive.seconds(200).to(0, 2).seconds(400);
        JsonNode journey = journey(drive.points());
        assertThat(metres(journey)).isCloseTo(drive.metres(), within(60.0));
        assertThat(journey.get("events")).isEmpty();
        assertThat(journey.get("quality").get("longestGapSeconds").asDouble()).isEqualTo(74);
    }

    @Test
    void ofFixesAtOneTimeTheMoreAccurateIsUsedSoTenASecondAreOne() {
        Drive drive = aDrive();
        List<Point> tenfold = new ArrayList<>();
        for (Point point : drive.points()) {
            tenfold.add(point);
            for (int tenth = 1; tenth < 10; tenth++) {
                tenfold.add(Point.at(point.timeMillis(), point.latitude() + tenth * 1e-5, point.longitude())
                        .speedMps(point.speedMps())
                        .accuracyMetres(10)
                        .build());
            }
        }
        assertThat(journey(tenfold)).isEqualTo(journey(drive.points()));
    }

    @Test
    void aSpeedFrozenAtNoughtOrAnotherValueIsReplacedAndCounted() {
        Drive drive = Drive.from(MORNING).seconds(30).to(14, 2).seconds(100).frozenSeconds(60);
        drive.seconds(100).to(0, 2).seconds(400);
        JsonNode journey = journey(drive.points());
        assertThat(doubts(journey, "frozen")).isEqualTo(60);
        assertThat(metres(journey)).isCloseTo(drive.metres(), within(60.0));
        assertThat(journey.get("movingSeconds").asDouble()).isGreaterThan(260);

        List<Point> stale = Drive.from(MORNING)
                .seconds(30)
                .to(20, 2)
                .seconds(60)
                .to(5, 2)
                .seconds(60)
                .to(20, 2)
                .seconds(60)
                .points();
        List<Point> shown = new ArrayList<>(stale);
        for (int i = 100; i < 158; i++) {
            shown.set(i, withSpeed(stale.get(i), 20));
        }
        assertThat(doubts(journey(shown), "frozen")).isGreaterThan(45);
    }

    @Test
    void aSpikeOfReportedSpeedIsNeitherTheHighestNorHarsh() {
        List<Point> points = aDrive().points();
        points.set(200, withSpeed(points.get(200), 20));
        points.set(300, withSpeed(points.get(300), 40));
        points.set(301, withSpeed(points.get(301), 38));
        JsonNode journey = journey(points);
        assertThat(doubts(journey, "spike")).isEqualTo(3);
        assertThat(journey.get("maxSpeedMps").asDouble()).isEqualTo(14);
        assertThat(journey.get("events")).isEmpty();
    }

    @Test
    void aSpeedThatNoVehicleReachesIsCountedAsImpossible() {
        List<Point> points = aDrive().points();
        points.set(200, withSpeed(points.get(200), 199));
        JsonNode journey = journey(points);
        assertThat(doubts(journey, "impossible")).isEqualTo(1);
        assertThat(journey.get("maxSpeedMps").asDouble()).isEqualTo(14);
    }

    @Test
    void speedsThatThePositionsContradictAreBelievedNowhereAndAccuseNobody() {
        Drive rough = aRoughDrive();
        List<Point> wrong = spoken(rough.points(), mps -> 1.6 * mps);
        JsonNode journey = journey(wrong);
        assertThat(doubts(journey, "contradicted")).isEqualTo(pointsUsed(journey));
        assertThat(journey.get("quality").get("speedUnit").isNull()).isTrue();
        assertThat(journey.get("maxSpeedMps").asDouble()).isCloseTo(15, within(0.3));
        assertThat(journey.get("events")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SpeedUnit.class)
    void speedsInAnotherUnitAreRecognisedConvertedAndFlagged(SpeedUnit unit) throws IOException {
        Versions<RoadNetwork> roads = Versions.always(ToyRoads.in(folder));
        Drive drive = Drive.from(MORNING)
                .to(13, 2)
                .seconds(60)
                .to(5, 3.5)
                .seconds(20)
                .to(13, 2)
                .seconds(300);
        JsonNode right = journey(drive.points(), roads);
        JsonNode journey = journey(spoken(drive.points(), mps -> mps * unit.perMps()), roads);
        assertThat(journey.get("quality").get("speedUnit").asText()).isEqualTo(unit.label());
        assertThat(journey.get("quality").get("speedDoubts")).isEmpty();
        assertThat(journey.get("maxSpeedMps").asDouble()).isCloseTo(13, within(0.01));
        assertThat(journey.get("speeding").get("episodes").asInt()).isZero();
        assertThat(journey.get("harsh")).isEqualTo(right.get("harsh"));
        assertThat(journey.get("harsh").get("braking").asInt()).isEqualTo(1);
    }

    @Test
    void onADriveTooShortToRecogniseAUnitTheSpeedsAreNotBelieved() throws IOException {
        Drive drive = Drive.from(MORNING).to(13, 2);
        for (int i = 0; i < 4; i++) {
            drive.seconds(5).to(3, 1.5).seconds(3).to(13, 1.5);
        }
        JsonNode journey = journey(spoken(drive.points(), mps -> mps * 3.6), Versions.always(ToyRoads.in(folder)));
        assertThat(journey.get("quality").get("speedUnit").isNull()).isTrue();
        assertThat(journey.get("maxSpeedMps").asDouble()).isLessThan(14);
        assertThat(journey.get("events")).isEmpty();
    }

    @Test
    void withoutSpeedsThereIsASpeedButNoHarshEvent() {
        JsonNode journey = journey(spoken(aRoughDrive().points(), mps -> Double.NaN));
        assertThat(doubts(journey, "missing")).isEqualTo(pointsUsed(journey));
        assertThat(journey.get("maxSpeedMps").asDouble()).isCloseTo(15, within(0.3));
        assertThat(journey.get("events")).isEmpty();
        assertThat(journey(aRoughDrive().points()).get("events")).hasSize(2);
    }

    @Test
    void withoutHeadingsNoCornerIsHarshAndWithoutAccuracyAllElseHolds() {
        List<Point> points = aRoughDrive().points();
        JsonNode noHeading =
                journey(changed(points, point -> Point.at(point.timeMillis(), point.latitude(), point.longitude())
                        .speedMps(point.speedMps())
                        .accuracyMetres(4)
                        .build()));
        assertThat(noHeading.get("harsh").get("cornering").asInt()).isZero();
        assertThat(noHeading.get("harsh").get("braking").asInt()).isEqualTo(1);
        assertThat(noHeading.get("quality").get("withoutHeading").asInt()).isEqualTo(pointsUsed(noHeading));
        JsonNode noAccuracy =
                journey(changed(points, point -> Point.at(point.timeMillis(), point.latitude(), point.longitude())
                        .speedMps(point.speedMps())
                        .headingDegrees(point.headingDegrees())
                        .build()));
        assertThat(noAccuracy.get("events")).hasSize(2);
        assertThat(noAccuracy.get("quality").get("withoutAccuracy").asInt()).isEqualTo(pointsUsed(noAccuracy));
    }

    @Test
    void onARoundaboutTheReportedSpeedIsBelievedThoughItGoesNowhere() {
        // Three times round at 8 m/s, 29 m across.
        Drive drive = Drive.from(MORNING).seconds(30).to(12, 2).seconds(60).to(8, 2);
        drive.turn(32, 34).to(12, 2).seconds(60).to(0, 2).seconds(400);
        JsonNode journey = journey(drive.points());
        assertThat(journey.get("quality").get("speedDoubts")).isEmpty();
        assertThat(metres(journey)).isCloseTo(drive.metres(), within(0.05 * drive.metres()));
    }

    @Test
    void inACarParkAJourneyEndsAndNobodySpeedsOrIsDoubted() {
        Drive drive = Drive.from(MORNING).seconds(30).to(12, 2).seconds(120).to(4, 2);
        double onTheRoad = drive.metres();
        for (int row = 0; row < 6; row++) {
            drive.seconds(12).turn(45, 4);
        }
        drive.to(0, 2).seconds(400);
        JsonNode journey = journey(drive.points());
        assertThat(metres(journey)).isBetween(onTheRoad - 100, drive.metres());
        assertThat(journey.get("quality").get("speedDoubts")).isEmpty();
        assertThat(journey.get("events")).isEmpty();
    }

    /** Ten minutes at 14 m/s. */
    private static Drive aDrive() {
        return Drive.from(MORNING).seconds(30).to(14, 2).seconds(593).to(0, 2).seconds(400);
    }

    /** Brakes hard and takes a corner fast. */
    private static Drive aRoughDrive() {
        return Drive.from(MORNING)
                .seconds(30)
                .to(15, 1)
                .seconds(90)
                .to(7, 4)
                .seconds(20)
                .to(15, 1)
                .seconds(60)
                .turn(16, 6)
                .seconds(90)
                .to(0, 1)
                .seconds(400);
    }

    private static List<Point> spoken(List<Point> points, DoubleUnaryOperator speed) {
        return changed(points, point -> withSpeed(point, speed.applyAsDouble(point.speedMps())));
    }

    private static List<Point> changed(List<Point> points, UnaryOperator<Point> change) {
        return points.stream().map(change).toList();
    }

    private static Point withSpeed(Point point, double mps) {
        return Point.at(point.timeMillis(), point.latitude(), point.longitude())
                .speedMps(mps)
                .headingDegrees(point.headingDegrees())
                .accuracyMetres(point.accuracyMetres())
                .build();
    }

    private static Point at(Point point, long millis) {
        return Point.at(millis, point.latitude(), point.longitude())
                .speedMps(point.speedMps())
                .headingDegrees(point.headingDegrees())
                .accuracyMetres(point.accuracyMetres())
                .build();
    }

    private static List<DeadLetterReason> refused(String upload) {
        return new UploadDecoder()
                .decode(upload.getBytes(StandardCharsets.UTF_8), null, OptionalLong.empty()).refusedPoints().stream()
                        .map(RefusedPoint::reason)
                        .toList();
    }

    /** The one journey of points that come at once, and then none any more. */
    private static JsonNode journey(List<Point> points) {
        return journey(points, Versions.none());
    }

    private static JsonNode journey(List<Point> points, Versions<RoadNetwork> roads) {
        Vehicle vehicle = new Vehicle(roads, Profile.defaults());
        vehicle.send(points);
        vehicle.fallSilent();
        assertThat(vehicle.journeys()).hasSize(1);
        return vehicle.journeys().get(0);
    }

    private static double metres(JsonNode journey) {
        return journey.get("distanceMetres").asDouble();
    }

    private static int pointsUsed(JsonNode journey) {
        return journey.get("quality").get("pointsUsed").asInt();
    }

    private static int dropped(JsonNode journey, String reason) {
        return journey.get("quality").get("dropped").path(reason).asInt();
    }

    private static int doubts(JsonNode journey, String reason) {
        return journey.get("quality").get("speedDoubts").path(reason).asInt();
    }
}
