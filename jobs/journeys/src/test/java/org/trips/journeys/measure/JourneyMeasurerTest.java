package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.trips.journeys.Breakdown;
import org.trips.journeys.DistanceSource;
import org.trips.journeys.Driven;
import org.trips.journeys.EventType;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyPart;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.SeverityCounts;
import org.trips.journeys.Sums;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.DropReason;
import org.trips.journeys.segmentation.JourneyPoints;

/** Journeys measured without roads. */
class JourneyMeasurerTest {
    private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");
    private static final String MORNING = "2026-03-01T07:30:00Z";

    @Test
    void withoutRoadsTheDistanceIsThatBetweenTheFixesAndMarkedSo() {
        Drive drive = Drive.from(MORNING).to(10, 1).seconds(300).to(0, 1);
        Journey journey = measure(drive, DeviceAssignments.NONE);
        assertThat(journey.distanceSource()).isEqualTo(DistanceSource.GPS);
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(drive.metres(), within(1.0));
        assertThat(journey.gpsDistanceMm()).isEqualTo(journey.distanceMm());
        assertThat(journey.roads()).isNull();
        assertThat(journey.matchedShare()).isZero();
        assertThat(journey.matchConfidenceThousandths()).isNull();
        assertThat(journey.sums().limitUnknownMillis()).isEqualTo(journey.sums().durationMillis());
    }

    @Test
    void parkedDriftMakesNoKilometres() {
        Drive drive = Drive.from(MORNING).to(10, 1).seconds(60).to(0, 1);
        double driven = drive.metres();
        Journey journey = measure(drive.parkedUnderARoof(280, 40), DeviceAssignments.NONE);
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(driven, within(1.0));
        assertThat(journey.sums().idleMillis()).isGreaterThanOrEqualTo(278_000);
    }

    @Test
    void aVehicleThatWasMovedWhileItsDeviceSleptMakesTheStraightDistance() {
        Drive drive = Drive.from(MORNING).to(10, 10).silentSeconds(100).to(0, 10);
        List<Point> points = new ArrayList<>();
        for (Point point : drive.points()) {
            points.add(Point.at(point.timeMillis(), point.latitude(), point.longitude())
                    .speedMps(0)
                    .build());
        }
        Journey journey = measure(new JourneyPoints(points, Map.of()), DeviceAssignments.NONE);
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(1005, within(10.0));
    }

    @Test
    void movingAndStandingTimeAddUpToTheWhole() {
        Drive drive = Drive.from(MORNING)
                .to(10, 1)
                .seconds(60)
                .to(0, 1)
                .seconds(40)
                .to(10, 1)
                .to(0, 1);
        Journey journey = measure(drive, DeviceAssignments.NONE);
        Sums sums = journey.sums();
        assertThat(sums.durationMillis()).isEqualTo(journey.endMillis() - journey.startMillis());
        assertThat(sums.idleMillis()).isEqualTo(40_000);
        assertThat(journey.maxSpeedCmps()).isEqualTo(1000);
    }

    @Test
    void aSpeedReportedWithPoorAccuracyIsNotTheMaximum() {
        Drive drive = Drive.from(MORNING).to(10, 1).accuracy(140).to(30, 10).accuracy(4);
        assertThat(measure(drive.to(10, 10).seconds(60), DeviceAssignments.NONE).maxSpeedCmps())
                .isEqualTo(2000);
    }

    @Test
    void anEventAtTheLastInstantCountsInTheLastPart() {
        List<Point> points =
                new ArrayList<>(Drive.from(MORNING).to(14, 2).seconds(20).points());
        Journey journey = measure(braking(points, points.size() - 1), DeviceAssignments.NONE);
        assertThat(journey.events()).singleElement().satisfies(event -> assertThat(event.startMillis())
                .isEqualTo(journey.endMillis()));
        assertThat(journey.sums().brakings()).isEqualTo(1);
    }

    @Test
    void anEventAtTheVeryChangeOfPolicyCountsInTheNewOneOnly() {
        List<Point> points =
                new ArrayList<>(Drive.from(MORNING).to(14, 2).seconds(20).points());
        Instant change = Instant.ofEpochMilli(points.get(15).timeMillis());
        DeviceAssignments assignments = new DeviceAssignments(
                1,
                List.of(
                        new PolicyAssignment("P-1", Instant.EPOCH, change, HELSINKI, VehicleClass.CAR),
                        new PolicyAssignment("P-2", change, null, HELSINKI, VehicleClass.CAR)));
        Journey journey = measure(braking(points, 15), assignments);
        assertThat(journey.parts()).extracting(part -> part.sums().brakings()).containsExactly(0L, 1L);
    }

    @Property(tries = 300)
    void everyEventIsCountedInOnePart(@ForAll long seed) {
        Random random = new Random(seed);
        // Towards midnight in Helsinki, so that days part journeys too.
        List<Point> points = new ArrayList<>();
        long time = Instant.parse("2026-02-28T21:59:00Z").toEpochMilli();
        double latitude = 60;
        for (int i = 0; i < 2 + random.nextInt(120); i++) {
            boolean still = random.nextInt(3) > 0;
            points.add(Point.at(time, latitude, 24)
                    .speedMps(random.nextInt(20))
                    .headingDegrees(random.nextInt(360))
                    .accelLongMps2(still ? 0 : random.nextInt(9) - 4)
                    .accelLatMps2(still ? 0 : random.nextInt(9) - 4)
                    .build());
            time += 1000L * (1 + random.nextInt(12) / 10);
            latitude += 1e-4;
        }
        List<PolicyAssignment> assignments = new ArrayList<>();
        Instant from = Instant.EPOCH;
        for (int i = 0; i < 3; i++) {
            Instant to = Instant.ofEpochMilli(
                    points.get(random.nextInt(points.size())).timeMillis());
            if (to.isAfter(from)) {
                assignments.add(new PolicyAssignment("P-" + i % 2, from, to, HELSINKI, VehicleClass.CAR));
                from = to;
            }
        }
        Journey journey = measure(new JourneyPoints(points, Map.of()), new DeviceAssignments(1, assignments));
        Sums parts = journey.parts().stream().map(JourneyPart::sums).reduce(Sums.NONE, Sums::plus);
        assertThat(parts).isEqualTo(journey.sums());
        assertThat(parts.brakings()).isEqualTo(events(journey, EventType.BRAKING));
        assertThat(parts.accelerations()).isEqualTo(events(journey, EventType.ACCELERATION));
        assertThat(parts.cornerings()).isEqualTo(events(journey, EventType.CORNERING));
    }

    private static long events(Journey journey, EventType type) {
        return journey.events().stream().filter(event -> event.type() == type).count();
    }

    /** The same points with an accelerometer, which feels one second of hard braking. */
    private static JourneyPoints braking(List<Point> points, int at) {
        List<Point> measured = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            measured.add(Point.at(point.timeMillis(), point.latitude(), point.longitude())
                    .speedMps(point.speedMps())
                    .accelLongMps2(i == at ? -4 : 0.1)
                    .build());
        }
        return new JourneyPoints(measured, Map.of());
    }

    @Test
    void aJourneyOverMidnightIsPartedByThePolicysOwnClock() {
        // Midnight in Helsinki is 22:00 UTC.
        Drive drive = Drive.from("2026-02-28T21:58:00Z").to(10, 10).seconds(240);
        List<JourneyPart> parts =
                measure(drive, assigned("P-1", "2026-01-01T00:00:00Z", null)).parts();
        assertThat(parts)
                .extracting(JourneyPart::day)
                .containsExactly(LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 1));
        assertThat(parts.get(0).sums().durationMillis()).isEqualTo(120_000);
        assertThat(parts.get(0).sums().distanceMm()).isCloseTo(1_195_000, within(2_000L));
        assertThat(parts.get(0).sums().journeys()).isEqualTo(1);
        assertThat(parts.get(1).sums().journeys()).isZero();
    }

    @Test
    void aDayWithoutMidnightIsPartedWhereItBegins() {
        // In Beirut clocks went from 00:00 to 01:00 on 29 March 2026: that day began at 22:00 UTC of the day before.
        ZoneId beirut = ZoneId.of("Asia/Beirut");
        DeviceAssignments assignments = new DeviceAssignments(
                1,
                List.of(new PolicyAssignment(
                        "P-1", Instant.parse("2026-01-01T00:00:00Z"), null, beirut, VehicleClass.CAR)));
        Drive drive = Drive.from("2026-03-28T21:59:00Z").to(10, 10).seconds(120);
        List<JourneyPart> parts = measure(drive, assignments).parts();
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).endMillis())
                .isEqualTo(Instant.parse("2026-03-28T22:00:00Z").toEpochMilli())
                .isEqualTo(parts.get(1).startMillis());
    }

    @Test
    void aDeviceMovedToAnotherPolicyInMidDriveIsPartedAtThatMoment() {
        DeviceAssignments assignments = new DeviceAssignments(
                1,
                List.of(
                        assignment("P-1", "2026-01-01T00:00:00Z", "2026-03-01T07:31:00.500Z"),
                        assignment("P-2", "2026-03-01T07:31:00.500Z", null)));
        Journey journey = measure(Drive.from(MORNING).to(10, 10).seconds(120), assignments);
        assertThat(journey.policy()).isEqualTo("P-1");
        assertThat(journey.parts()).extracting(JourneyPart::policy).containsExactly("P-1", "P-2");
        assertThat(journey.parts().get(0).sums().durationMillis()).isEqualTo(60_500);
    }

    @Test
    void aPolicyThatComesBackOnTheSameDayHasOnePart() {
        DeviceAssignments assignments = new DeviceAssignments(
                1,
                List.of(
                        assignment("P-1", "2026-01-01T00:00:00Z", "2026-03-01T07:30:30Z"),
                        assignment("P-2", "2026-03-01T07:30:30Z", "2026-03-01T07:31:00Z"),
                        assignment("P-1", "2026-03-01T07:31:00Z", null)));
        Journey journey = measure(Drive.from(MORNING).to(10, 10).seconds(119), assignments);
        assertThat(journey.parts()).extracting(JourneyPart::policy).containsExactly("P-1", "P-2");
        assertThat(journey.parts().get(0).sums().durationMillis()).isEqualTo(90_000);
    }

    @Test
    void nobodysDrivesAreCountedInUtcAndBelongToNoPolicy() {
        Journey journey = measure(Drive.from("2026-02-28T23:59:30Z").to(10, 10).seconds(60), DeviceAssignments.NONE);
        assertThat(journey.policy()).isNull();
        assertThat(journey.parts())
                .extracting(JourneyPart::day)
                .containsExactly(LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 1));
        assertThat(journey.sums().nightMillis()).isEqualTo(journey.sums().durationMillis());
    }

    @Test
    void qualitySaysWhatTheNumbersRestOn() {
        Drive drive = Drive.from(MORNING).to(10, 10).silentSeconds(70).seconds(10);
        JourneyPoints points = new JourneyPoints(drive.points(), Map.of(DropReason.JUMP, 3));
        Journey journey = measure(points, DeviceAssignments.NONE);
        assertThat(journey.quality().pointsUsed()).isEqualTo(13);
        assertThat(journey.quality().dropped()).containsExactly(Map.entry(DropReason.JUMP, 3));
        assertThat(journey.quality().longestGapMillis()).isEqualTo(70_000);
    }

    @Test
    void aJourneyShowsNoPlacesUnlessTheProfileAsksForThem() {
        assertThat(measure(Drive.from(MORNING).to(10, 1).seconds(300), DeviceAssignments.NONE)
                        .geometry())
                .isEmpty();
    }

    @Property(tries = 200)
    void partsSumExactlyToTheJourneyWhereverItIsCut(
            @ForAll @IntRange(min = 2, max = 400) int seconds, @ForAll long seed) {
        Random random = new Random(seed);
        Drive drive = Drive.from("2026-03-28T21:58:00.123Z").to(10, 10);
        for (int i = 0; i < 4; i++) {
            drive.to(random.nextInt(30), 1 + 3 * random.nextDouble()).turn(random.nextInt(20), seconds / 8);
        }
        List<PolicyAssignment> assignments = new ArrayList<>();
        Instant from = Instant.parse("2026-03-28T21:00:00Z");
        for (int i = 0; i < 20; i++) {
            Instant to = from.plusMillis(1 + random.nextInt(600_000));
            ZoneId zone = random.nextBoolean() ? HELSINKI : ZoneId.of("Asia/Beirut");
            assignments.add(new PolicyAssignment("P-" + random.nextInt(3), from, to, zone, VehicleClass.VAN));
            from = random.nextBoolean() ? to : to.plusMillis(random.nextInt(10_000));
        }
        Journey journey = measure(drive, new DeviceAssignments(1, assignments));
        Sums parts = journey.parts().stream().map(JourneyPart::sums).reduce(Sums.NONE, Sums::plus);
        Journey whole = measure(drive, DeviceAssignments.NONE);
        assertThat(parts).isEqualTo(journey.sums());
        // Night and rush hour depend on whose clock counts; nothing else does.
        assertThat(withoutClock(journey.sums())).isEqualTo(withoutClock(whole.sums()));
        assertThat(journey.sums().durationMillis()).isEqualTo(journey.endMillis() - journey.startMillis());
    }

    private static Sums withoutClock(Sums sums) {
        Breakdown clock = new Breakdown(
                sums.breakdown().nightMm(),
                sums.breakdown().rushHour(),
                Map.of(),
                Driven.NONE,
                Map.of(),
                Driven.NONE,
                SeverityCounts.NONE,
                SeverityCounts.NONE,
                SeverityCounts.NONE,
                0,
                0);
        return sums.minus(new Sums(0, 0, 0, 0, sums.nightMillis(), 0, 0, 0, 0, 0, 0, 0, clock));
    }

    private static Journey measure(Drive drive, DeviceAssignments assignments) {
        return measure(drive.journey(), assignments);
    }

    private static Journey measure(JourneyPoints points, DeviceAssignments assignments) {
        return new JourneyMeasurer(null, Profile.defaults())
                .measure("k1-abc", points, JourneyStatus.COMPLETE, assignments);
    }

    private static DeviceAssignments assigned(String policy, String from, String to) {
        return new DeviceAssignments(1, List.of(assignment(policy, from, to)));
    }

    private static PolicyAssignment assignment(String policy, String from, String to) {
        return new PolicyAssignment(
                policy, Instant.parse(from), to == null ? null : Instant.parse(to), HELSINKI, VehicleClass.VAN);
    }
}
