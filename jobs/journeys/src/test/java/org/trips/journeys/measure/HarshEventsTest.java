package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trips.journeys.EventType;
import org.trips.journeys.Severity;
import org.trips.journeys.measure.HarshEvents.HarshEvent;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

class HarshEventsTest {
    private static final String MORNING = "2026-03-01T07:30:00Z";

    @Test
    void brakingFromFiftyAtFourMetresPerSecondSquaredIsOneEvent() {
        Drive drive = Drive.from(MORNING).to(14, 2).steadily(10).to(2, 4).steadily(5);
        List<HarshEvent> events = find(drive.points());
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.BRAKING);
            assertThat(event.peakMps2()).isCloseTo(4, within(1e-9));
            assertThat(event.fromPoint()).isEqualTo(17);
            assertThat(event.toPoint()).isEqualTo(20);
        });
    }

    @Test
    void brakingJustBelowTheThresholdIsNone() {
        assertThat(find(Drive.from(MORNING).to(14, 2).steadily(10).to(2, 2.4).points()))
                .isEmpty();
    }

    @Test
    void aCarThatStartsHardIsFoundAlthoughItStoodBefore() {
        Drive drive = Drive.from(MORNING).seconds(5).to(9, 3).steadily(5);
        assertThat(find(drive.points())).extracting(HarshEvent::type).containsExactly(EventType.ACCELERATION);
    }

    @Test
    void belowTheGateNothingIsHarsh() {
        // 2.7 m/s is just below 10 km/h.
        assertThat(find(Drive.from(MORNING).seconds(5).to(2.7, 2.7).points())).isEmpty();
    }

    @Test
    void twoBrakingsThreeSecondsApartAreOneAndFourSecondsApartAreTwo() {
        Drive close = Drive.from(MORNING)
                .to(20, 2)
                .steadily(5)
                .to(16, 4)
                .steadily(3)
                .to(12, 4)
                .steadily(3);
        assertThat(find(close.points())).hasSize(1);
        Drive apart = Drive.from(MORNING)
                .to(20, 2)
                .steadily(5)
                .to(16, 4)
                .steadily(4)
                .to(12, 4)
                .steadily(3);
        assertThat(find(apart.points())).hasSize(2);
    }

    @Test
    void theFirstPairAfterAGapIsNoEvent() {
        // The receiver finds its fix again in mid-drive, still showing its last speed before the tunnel.
        Drive drive = Drive.from(MORNING)
                .to(20, 2)
                .steadily(5)
                .silentSeconds(60)
                .to(16, 4)
                .steadily(5);
        assertThat(find(drive.points())).isEmpty();
    }

    @Test
    void aFirstFixThatJumpsMakesNoEvent() {
        List<Point> points = new ArrayList<>(Drive.from(MORNING).points());
        points.addAll(Drive.from("2026-03-01T07:30:01Z").to(7, 7).steadily(10).points());
        assertThat(find(points.subList(1, points.size()))).isEmpty();
    }

    @Test
    void whatNoRoadVehicleDoesIsAMeasurementError() {
        assertThat(find(Drive.from(MORNING)
                        .to(20, 2)
                        .steadily(5)
                        .to(11, 9)
                        .steadily(5)
                        .points()))
                .isEmpty();
    }

    @Test
    void fixesOfPoorAccuracyAreNotCompared() {
        Drive poor =
                Drive.from(MORNING).to(14, 2).steadily(5).accuracy(51).to(2, 4).steadily(5);
        assertThat(find(poor.points())).isEmpty();
        Drive fair =
                Drive.from(MORNING).to(14, 2).steadily(5).accuracy(50).to(2, 4).steadily(5);
        assertThat(find(fair.points())).hasSize(1);
    }

    @Test
    void speedsDerivedFromPositionsMakeNoEvents() {
        assertThat(find(Drive.from(MORNING).withoutSpeeds().to(14, 2).to(2, 6).points()))
                .isEmpty();
    }

    @Test
    void aFrozenSpeedThatThawsIsNoAcceleration() {
        Drive drive = Drive.from(MORNING).to(7, 1).steadily(5).frozenSeconds(20).steadily(10);
        assertThat(find(drive.points())).isEmpty();
    }

    @Test
    void aSharpCornerIsSpeedTimesHeadingRate() {
        // 12 m/s and 18 degrees a second: 12 x 0.314 = 3.77 m/s2.
        Drive drive = Drive.from(MORNING).to(12, 2).steadily(5).turn(18, 5).steadily(5);
        assertThat(find(drive.points())).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.CORNERING);
            assertThat(event.peakMps2()).isCloseTo(3.77, within(0.01));
        });
    }

    @Test
    void aHeadingJumpAtLowSpeedIsNoCorner() {
        // 8 m/s is below 30 km/h; at 8.4 the same turn counts.
        assertThat(find(Drive.from(MORNING)
                        .to(8, 2)
                        .steadily(5)
                        .turn(25, 4)
                        .steadily(5)
                        .points()))
                .isEmpty();
        assertThat(find(Drive.from(MORNING)
                        .to(8.4, 2)
                        .steadily(5)
                        .turn(25, 4)
                        .steadily(5)
                        .points()))
                .hasSize(1);
    }

    @Test
    void aHeadingThatJumpsForASingleSecondIsSmoothedByTheBaseline() {
        Drive drive = Drive.from(MORNING).to(12, 2).steadily(5).turn(25, 1).steadily(5);
        // A single second would read 12 x 0.436 = 5.2 m/s2; over two seconds it is 2.6.
        assertThat(find(drive.points())).isEmpty();
    }

    @Test
    void northIsNoSharpCornerForAHeadingThatPassesIt() {
        Drive drive = Drive.from(MORNING)
                .to(12, 2)
                .steadily(5)
                .turn(-2, 5)
                .turn(2, 10)
                .steadily(5);
        assertThat(find(drive.points())).isEmpty();
    }

    @Test
    void theAccelerometerIsPreferredWhereThereIsOne() {
        List<Point> points =
                withAcceleration(Drive.from(MORNING).to(14, 2).steadily(20).points(), 15, -3.2, 0.1);
        assertThat(find(points)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.BRAKING);
            assertThat(event.peakMps2()).isCloseTo(3.2, within(1e-9));
        });
        // What GPS alone would call braking, the accelerometer does not.
        List<Point> smooth =
                withAcceleration(Drive.from(MORNING).to(14, 2).to(2, 2.8).points(), 15, -2.8, 0.1);
        assertThat(find(smooth)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2.6, LOW", "3.2, LOW", "3.3, MEDIUM", "4.2, MEDIUM", "4.3, HIGH"})
    void howSevereBrakingWasIsToldByItsPeakInMultiplesOfTheThreshold(double mps2, Severity severity) {
        Drive drive = Drive.from(MORNING)
                .to(20, 2)
                .steadily(10)
                .to(20 - 2 * mps2, mps2)
                .steadily(5);

        assertThat(find(drive.points())).extracting(HarshEvent::severity).containsExactly(severity);
    }

    @Test
    void theAccelerometersSeverityIsByItsOwnThreshold() {
        // By GPS, 3.5 m/s² of braking would be medium.
        List<Point> points =
                withAcceleration(Drive.from(MORNING).to(14, 2).steadily(20).points(), 15, -3.5, 0.1);
        assertThat(find(points)).extracting(HarshEvent::severity).containsExactly(Severity.LOW);
        List<Point> turn =
                withAcceleration(Drive.from(MORNING).to(14, 2).steadily(20).points(), 15, 0.1, 5.2);
        assertThat(find(turn)).extracting(HarshEvent::severity).containsExactly(Severity.HIGH);
    }

    @Test
    void anEventIsAsSevereAsItsStrongestHit() {
        Drive drive = Drive.from(MORNING)
                .to(20, 2)
                .steadily(5)
                .to(17, 3)
                .steadily(2)
                .to(12, 5)
                .steadily(2)
                .to(9, 3)
                .steadily(3);
        assertThat(find(drive.points())).extracting(HarshEvent::severity).containsExactly(Severity.HIGH);
    }

    @Test
    void theAccelerometersCorneringHasAThresholdOfItsOwnForEitherSide() {
        List<Point> points =
                withAcceleration(Drive.from(MORNING).to(14, 2).steadily(20).points(), 15, 0, -3.1);
        assertThat(find(points)).extracting(HarshEvent::type).containsExactly(EventType.CORNERING);
    }

    @Test
    void aSingleSampleOfAFastSensorIsVibration() {
        List<Point> points = new ArrayList<>();
        for (int tenth = 0; tenth < 100; tenth++) {
            points.add(Point.at(1_772_000_000_000L + tenth * 100L, 60 + tenth * 1e-5, 24)
                    .speedMps(12)
                    .accelLongMps2(tenth == 50 ? -12 : -1)
                    .build());
        }
        assertThat(find(points)).isEmpty();
        for (int tenth = 50; tenth < 60; tenth++) {
            Point point = points.get(tenth);
            points.set(
                    tenth,
                    Point.at(point.timeMillis(), point.latitude(), point.longitude())
                            .speedMps(12)
                            .accelLongMps2(-3.5)
                            .build());
        }
        assertThat(find(points)).hasSize(1);
    }

    @Test
    void atTheEndsOfAJourneyNothingBearsAPairOut() {
        Drive drive = Drive.from(MORNING).to(14, 2).steadily(10).to(10, 4);
        assertThat(find(drive.points())).isEmpty();
        assertThat(find(drive.steadily(2).points())).singleElement().satisfies(event -> assertThat(event.toPoint())
                .isEqualTo(18));
        // The first fix after standing is the one that jumps.
        assertThat(find(Drive.from(MORNING).to(4, 4).steadily(10).points())).isEmpty();
        for (int seconds = 2; seconds < 10; seconds++) {
            assertThat(find(Drive.from(MORNING)
                            .seconds(seconds)
                            .to(4, 4)
                            .steadily(10)
                            .points()))
                    .as("A start after standing for %d s", seconds)
                    .hasSize(1);
        }
    }

    @Test
    void aSpeedThatWasHeldBackAndCatchesUpIsNoAcceleration() {
        // From 5 to 10 within three seconds, as anybody does; the device shows 5 for two seconds more, and then 10.
        List<Point> hastened =
                Drive.from(MORNING).to(5, 2).steadily(10).to(10, 2).steadily(10).points();
        assertThat(find(hastened)).isEmpty();
        assertThat(find(reporting(
                        hastened, i -> i > 8 && i < 18 ? 5 : hastened.get(i).speedMps())))
                .isEmpty();
    }

    @Test
    void aSpeedThatLeapsAndIsBackAtOnceIsNeitherBrakingNorAcceleration() {
        List<Point> steady = Drive.from(MORNING).to(14, 2).steadily(30).points();
        assertThat(find(reporting(steady, i -> i == 20 ? 10.4 : steady.get(i).speedMps())))
                .isEmpty();
        assertThat(find(reporting(steady, i -> i == 20 ? 17.6 : steady.get(i).speedMps())))
                .isEmpty();
    }

    @Test
    void aSpeedThatLeapsForSecondsIsNoAccelerationWherePositionsShowNone() {
        List<Point> steady = Drive.from(MORNING).to(10, 2).steadily(40).points();
        assertThat(find(reporting(steady, i -> steady.get(i).speedMps() + (i >= 20 && i < 30 ? 3.6 : 0))))
                .isEmpty();
    }

    @Test
    void brakingIsFoundWhereSpeedsLagBehindPositionsOrPositionsBehindSpeeds() {
        List<Point> braked =
                Drive.from(MORNING).to(20, 2).steadily(10).to(8, 4).steadily(20).points();
        for (int lag = -1; lag <= 3; lag++) {
            int late = lag;
            assertThat(find(reporting(braked, i -> braked.get(Math.min(braked.size() - 1, Math.max(0, i - late)))
                            .speedMps())))
                    .as("Speeds %d s behind positions", lag)
                    .singleElement()
                    .satisfies(event -> assertThat(event.type()).isEqualTo(EventType.BRAKING));
        }
        assertThat(find(reporting(braked, i -> braked.get(Math.max(0, i - 10)).speedMps())))
                .as("A manoeuvre that positions showed ten seconds before is at the wrong place")
                .isEmpty();
    }

    @Test
    void aCornerIsTakenNoFasterThanPositionsGoRoundIt() {
        // At 9 m/s and 18 degrees a second: 2.8 m/s2. The device still shows the 14 of before: 4.4.
        List<Point> turned = Drive.from(MORNING)
                .to(14, 2)
                .steadily(10)
                .to(9, 2)
                .turn(18, 5)
                .steadily(10)
                .points();
        assertThat(find(turned)).isEmpty();
        assertThat(find(reporting(turned, i -> i < 17 ? turned.get(i).speedMps() : 14 + 0.01 * (i % 2))))
                .isEmpty();
    }

    @Test
    void aCornerBeforeAHoleCountsThoughTheWayThroughItIsShort() {
        Drive drive = Drive.from(MORNING).to(12, 2).steadily(5).turn(18, 2);
        List<Point> points = new ArrayList<>(drive.points());
        Point last = points.get(points.size() - 1);
        points.add(Point.at(last.timeMillis() + 60_000, last.latitude() + 0.0003, last.longitude())
                .speedMps(0)
                .build());
        assertThat(find(points)).singleElement().satisfies(event -> assertThat(event.type())
                .isEqualTo(EventType.CORNERING));
    }

    @Test
    void theLastBaselineOfAJourneyCounts() {
        assertThat(find(Drive.from(MORNING).to(12, 2).steadily(5).turn(18, 2).points()))
                .singleElement()
                .satisfies(event -> assertThat(event.toPoint()).isEqualTo(13));
    }

    @Test
    void theAccelerometersFirstAndLastSampleCount() {
        List<Point> points = Drive.from(MORNING).to(14, 14).steadily(9).points();
        int last = points.size() - 1;
        assertThat(find(withAcceleration(points, last, -4, 0.1)))
                .singleElement()
                .satisfies(event -> assertThat(event.fromPoint()).isEqualTo(last));
        assertThat(find(withAcceleration(points.subList(1, last), 0, -4, 0.1)))
                .singleElement()
                .satisfies(event -> assertThat(event.fromPoint()).isZero());
    }

    @Test
    void theAccelerometerSaysNothingWhereTheSpeedIsUnknown() {
        List<Point> dreamt =
                Drive.from(MORNING).withoutSpeeds().to(90, 90).steadily(30).points();
        List<Point> points = new ArrayList<>();
        for (Point point : dreamt) {
            points.add(Point.at(point.timeMillis(), point.latitude(), point.longitude())
                    .accelLongMps2(-4)
                    .accelLatMps2(-4)
                    .build());
        }
        assertThat(find(points)).isEmpty();
    }

    /** One second of acceleration at that point, quiet before and after. */
    private static List<Point> withAcceleration(List<Point> points, int at, double forward, double sideways) {
        List<Point> measured = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            measured.add(Point.at(point.timeMillis(), point.latitude(), point.longitude())
                    .speedMps(point.speedMps())
                    .headingDegrees(point.headingDegrees())
                    .accelLongMps2(i == at ? forward : 0.1)
                    .accelLatMps2(i == at ? sideways : 0.1)
                    .build());
        }
        return measured;
    }

    private static List<Point> reporting(List<Point> points, IntToDoubleFunction mps) {
        return IntStream.range(0, points.size())
                .mapToObj(i -> Point.at(
                                points.get(i).timeMillis(),
                                points.get(i).latitude(),
                                points.get(i).longitude())
                        .speedMps(mps.applyAsDouble(i))
                        .headingDegrees(points.get(i).headingDegrees())
                        .accuracyMetres(points.get(i).accuracyMetres())
                        .build())
                .toList();
    }

    private static List<HarshEvent> find(List<Point> points) {
        Profile profile = Profile.defaults();
        Speeds speeds = Speeds.reconcile(points, ReportedSpeeds.judge(points, profile), null, profile);
        return new HarshEvents(points, speeds, profile.harsh()).find();
    }
}
