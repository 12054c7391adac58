package org.trips.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.trips.journeys.EventType;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

class SimulationTest {
    private static final RoadNetwork TOWN = ToyTown.build();
    private static final SimulationOptions SIX_VEHICLES =
            SimulationOptions.of(6, Duration.ofHours(24), 1).with(Defects.NONE);
    private static final Recording DAY = Recording.of(TOWN, SIX_VEHICLES);
    private static final double CLEARLY_HARSH = 3.1;

    @Test
    void theSameSeedGivesTheSameBytes() {
        SimulationOptions noisy = SIX_VEHICLES.with(new Defects(2.5, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1));

        Recording once = Recording.of(TOWN, noisy);
        Recording again = Recording.of(TOWN, noisy);

        assertThat(again.bytes()).isEqualTo(once.bytes());
        assertThat(again.truth()).isEqualTo(once.truth());
    }

    @Test
    void anotherSeedDrivesOtherJourneys() {
        Recording other = Recording.of(
                TOWN, SimulationOptions.of(6, Duration.ofHours(24), 2).with(Defects.NONE));

        assertThat(other.truth()).doesNotContainAnyElementsOf(DAY.truth());
    }

    @Test
    void oneVehicleMoreChangesNothingForTheOthers() {
        Recording seven = Recording.of(
                TOWN, SimulationOptions.of(7, Duration.ofHours(24), 1).with(Defects.NONE));

        assertThat(seven.uploadsOf("d-5")).isNotEmpty().isEqualTo(DAY.uploadsOf("d-5"));
    }

    @Test
    void defectsChangeNoDrive() {
        Recording defective = Recording.of(TOWN, SIX_VEHICLES.with(new Defects(5, 1, 1, 1, 1, 1, 1)));

        assertThat(defective.truth()).containsExactlyInAnyOrderElementsOf(DAY.truth());
    }

    @Test
    void everyVehicleDrivesAndByDaySeveralTimes() {
        assertThat(DAY.truth().stream().collect(Collectors.groupingBy(JourneyTruth::device, Collectors.counting())))
                .hasSize(6)
                .allSatisfy((device, journeys) -> assertThat(journeys).isBetween(1L, 30L));
        assertThat(DAY.truth()).hasSizeGreaterThan(6 * 5);
    }

    @Test
    void uploadsComeInTheOrderInWhichTheyWereSent() {
        Recording defective = Recording.of(TOWN, SIX_VEHICLES.with(new Defects(0, 0, 0.3, 0.3, 0.3, 0, 0)));

        assertThat(defective.uploads())
                .extracting(upload -> upload.receivedAtMillis().orElseThrow())
                .isSorted();
    }

    @Test
    void anUploadIsSentAfterItsLastFix() {
        assertThat(DAY.uploads())
                .allSatisfy(upload -> assertThat(upload.points()).allSatisfy(point -> assertThat(point.timeMillis())
                        .isLessThan(upload.receivedAtMillis().orElseThrow())));
    }

    @Test
    void aBatchIsThirtyToSixtyPointsButTheLastOfAJourney() {
        assertThat(DAY.uploads()).extracting(upload -> upload.points().size()).allMatch(size -> size <= 60);
        assertThat(DAY.uploads().stream()
                        .filter(upload -> upload.points().size() < 30)
                        .count())
                .isLessThanOrEqualTo(DAY.truth().size());
    }

    @Test
    void theDistanceIsTheSumOfTheWaysDrivenAndThatOfTheFixes() {
        assertThat(DAY.truth()).allSatisfy(journey -> {
            double ways =
                    journey.ways().stream().mapToDouble(DrivenStretch::metres).sum();
            assertThat(journey.metres()).isEqualTo(ways, within(1e-6));
            // Fixes a second apart cut corners, by a few metres each.
            double fixes = sum(DAY.pointsOf(journey), SimulationTest::metres);
            assertThat(fixes).isBetween(ways * 0.96, ways * 1.001);
        });
    }

    @Test
    void aJourneyBeginsWhereTheOneBeforeEnded() {
        for (String device : devices()) {
            List<JourneyTruth> journeys = DAY.truth().stream()
                    .filter(journey -> journey.device().equals(device))
                    .toList();
            for (int i = 1; i < journeys.size(); i++) {
                List<DrivenStretch> before = journeys.get(i - 1).ways();
                DrivenStretch parked = before.get(before.size() - 1);
                DrivenStretch start = journeys.get(i).ways().get(0);
                assertThat(start.way()).isEqualTo(parked.way());
                assertThat(start.fromMetres()).isEqualTo(parked.toMetres(), within(0.01));
            }
        }
    }

    @Test
    void nobodyDrivesWhereNobodyMayOrWhereNoWayLeadsBack() {
        assertThat(DAY.truth())
                .flatExtracting(JourneyTruth::ways)
                .extracting(DrivenStretch::way)
                .allMatch(way -> way < ToyTown.FIRST_WAY_NOBODY_DRIVES);
    }

    @Test
    void whereTheRoadsAreThoseOfTwoTownsBothHaveVehiclesThatStayThere() {
        Recording both = Recording.of(ToyTown.andAnother(), SIX_VEHICLES);

        Map<String, Set<Boolean>> townsByDevice = both.truth().stream()
                .collect(Collectors.groupingBy(
                        JourneyTruth::device,
                        Collectors.flatMapping(
                                journey -> journey.ways().stream().map(way -> way.way() >= ToyTown.SECOND_TOWN),
                                Collectors.toSet())));
        assertThat(townsByDevice.values()).allMatch(towns -> towns.size() == 1).contains(Set.of(true), Set.of(false));
    }

    @Test
    void roadsWithoutAWayRoundAreAClearError() {
        assertThatThrownBy(() -> new Simulation(ToyTown.onlyAOneWayStreet(), SIX_VEHICLES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Nobody can drive on these roads");
    }

    @Test
    void theSpeedOfAFixIsThatOfItsMovement() {
        for (JourneyTruth journey : DAY.truth()) {
            List<Point> points = DAY.pointsOf(journey);
            for (int i = 1; i < points.size(); i++) {
                double meanSpeed = (points.get(i - 1).speedMps() + points.get(i).speedMps()) / 2;
                double moved = metres(points.get(i - 1), points.get(i));
                assertThat(moved).isLessThan(meanSpeed + 1.3);
                if (isStraight(points.get(i - 1), points.get(i))) {
                    assertThat(moved).isGreaterThan(meanSpeed - 1.3);
                }
            }
        }
    }

    @Test
    void calmDriversKeepTheLimitAndNeverBrakeOrAccelerateHard() {
        SimulationOptions calm = new SimulationOptions(
                3, Duration.ofHours(24), 1, SIX_VEHICLES.start(), SIX_VEHICLES.zone(), "calm-", 0, 0, Defects.NONE);
        Recording recording = Recording.of(TOWN, calm);

        assertThat(recording.truth()).isNotEmpty().allSatisfy(journey -> {
            assertThat(journey.events()).isEmpty();
            List<Point> points = recording.pointsOf(journey);
            assertThat(points).allMatch(point -> point.speedMps() <= 50 / 3.6);
            assertThat(points).anyMatch(point -> point.speedMps() > 35 / 3.6);
            for (int i = 1; i < points.size(); i++) {
                assertThat(points.get(i).speedMps() - points.get(i - 1).speedMps())
                        .isBetween(-2.0, 2.0);
            }
        });
    }

    @Test
    void everyEventInTheTruthCanBeSeenInTheFixes() {
        for (JourneyTruth journey : DAY.truth()) {
            for (TrueEvent event : journey.events()) {
                List<Point> during = DAY.pointsOf(journey).stream()
                        .filter(point -> point.timeMillis() >= event.startMillis()
                                && point.timeMillis() <= event.startMillis() + event.seconds() * 1000)
                        .toList();
                assertThat(largest(during, size(event.type()))).isGreaterThan(event.peak() - 0.1);
                assertThat(event.peak()).isGreaterThanOrEqualTo(CLEARLY_HARSH);
            }
        }
    }

    @Test
    void everyKindOfEventHappens() {
        assertThat(DAY.truth())
                .flatExtracting(JourneyTruth::events)
                .extracting(TrueEvent::type)
                .contains(EventType.values());
    }

    @Test
    void aThirdOfTheVehiclesIsRoughAndAThirdSpeeds() {
        assertThat(devicesWith(EventType.BRAKING)).containsExactlyInAnyOrder("d-3", "d-6");
        assertThat(devicesWith(EventType.SPEEDING)).containsExactlyInAnyOrder("d-2", "d-5");
    }

    @Test
    void stopsInTrafficAreShortAndPausesBetweenJourneysLong() {
        for (JourneyTruth journey : DAY.truth()) {
            List<Point> moving = DAY.pointsOf(journey).stream()
                    .filter(point -> point.speedMps() > 0.5)
                    .toList();
            for (int i = 1; i < moving.size(); i++) {
                assertThat(moving.get(i).timeMillis() - moving.get(i - 1).timeMillis())
                        .isLessThan(Duration.ofMinutes(1).toMillis());
            }
            assertThat(DAY.truth())
                    .filteredOn(other ->
                            other.device().equals(journey.device()) && other.startMillis() > journey.endMillis())
                    .allMatch(other -> other.startMillis() - journey.endMillis()
                            >= Duration.ofMinutes(12).toMillis());
        }
    }

    private static ToDoubleBiFunction<Point, Point> size(EventType type) {
        return switch (type) {
            case BRAKING -> (before, after) -> before.speedMps() - after.speedMps();
            case ACCELERATION -> (before, after) -> after.speedMps() - before.speedMps();
            case CORNERING ->
                (before, after) -> Math.toRadians(
                                Math.abs(Math.IEEEremainder(after.headingDegrees() - before.headingDegrees(), 360)))
                        * (before.speedMps() + after.speedMps())
                        / 2;
            case SPEEDING -> (before, after) -> after.speedMps() - 50 / 3.6;
        };
    }

    private static double largest(List<Point> points, ToDoubleBiFunction<Point, Point> between) {
        double largest = 0;
        for (int i = 1; i < points.size(); i++) {
            largest = Math.max(largest, between.applyAsDouble(points.get(i - 1), points.get(i)));
        }
        return largest;
    }

    private static Set<String> devicesWith(EventType type) {
        return DAY.truth().stream()
                .filter(journey -> journey.events().stream().anyMatch(event -> event.type() == type))
                .map(JourneyTruth::device)
                .collect(Collectors.toSet());
    }

    private static boolean isStraight(Point before, Point after) {
        return before.headingTenths() == after.headingTenths();
    }

    private static Set<String> devices() {
        return DAY.uploads().stream().map(Upload::device).collect(Collectors.toSet());
    }

    private static double sum(List<Point> points, ToDoubleBiFunction<Point, Point> between) {
        double sum = 0;
        for (int i = 1; i < points.size(); i++) {
            sum += between.applyAsDouble(points.get(i - 1), points.get(i));
        }
        return sum;
    }

    private static double metres(Point from, Point to) {
        return Earth.metres(from.latitude(), from.longitude(), to.latitude(), to.longitude());
    }
}
