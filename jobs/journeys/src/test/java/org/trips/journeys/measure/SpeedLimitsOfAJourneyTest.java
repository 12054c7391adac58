package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.EventType;
import org.trips.journeys.ExceededLimit;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.LimitSource;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;
import org.trips.roads.Earth;
import org.trips.roads.LimitRule;
import org.trips.roads.PostedLimits;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.TransportMode;
import org.trips.roads.Way;
import org.trips.roads.WeekHours;

/**
 * Which limit a drive is judged by. One road runs north from where a {@link Drive} starts: 1 km with 50, for lorries 40;
 * 1 km with 80, by night (22:00–06:00) 60; 1 km with 80, in rain 70; 1 km tertiary of which no limit is known; 3 km
 * with 80.
 */
class SpeedLimitsOfAJourneyTest {
    private static final int KILOMETRES = 7;
    private static final double DEGREES_PER_KILOMETRE = 1000 / (Earth.RADIUS_METRES * Math.toRadians(1));

    /** Half past nine in the morning in Helsinki. */
    private static final String MORNING = "2026-03-02T07:30:00Z";
    /** Half past ten in the evening there, and half past eight by UTC. */
    private static final String EVENING = "2026-03-02T20:30:00Z";

    private static final DefaultLimits TABLE =
            new DefaultLimits("FI-usual", "FI", Map.of(RoadClass.TERTIARY, 60), Map.of());

    @TempDir
    static Path folder;

    private static RoadNetwork roads;

    @BeforeAll
    static void buildRoads() throws IOException {
        RoadNetworkBuilder builder = new RoadNetworkBuilder();
        for (int kilometre = 0; kilometre <= KILOMETRES; kilometre++) {
            builder.addNode(kilometre, Drive.START_LATITUDE + kilometre * DEGREES_PER_KILOMETRE, Drive.START_LONGITUDE);
        }
        WeekHours night = new WeekHours(WeekHours.ALL_DAYS, WeekHours.ALL_MONTHS, 22 * 60, 30 * 60);
        builder.addWay(with(1, 50, new LimitRule(40, TransportMode.HGV.bit(), WeekHours.ALWAYS, false)), 0, 1);
        builder.addWay(with(2, 80, new LimitRule(60, TransportMode.ALL, night, false)), 1, 2);
        builder.addWay(with(3, 80, new LimitRule(70, TransportMode.ALL, WeekHours.ALWAYS, true)), 2, 3);
        builder.addWay(Way.of(4, RoadClass.TERTIARY), 3, 4);
        builder.addWay(Way.of(5, RoadClass.SECONDARY).limitKmh(80), 4, 5, 6, 7);
        Path file = folder.resolve("limits.roads");
        builder.write(file);
        roads = RoadNetwork.open(file);
    }

    private static Way with(long id, int kmh, LimitRule rule) {
        PostedLimits limits = new PostedLimits(kmh, List.of(rule), false);
        return Way.of(id, RoadClass.SECONDARY).limits(limits, limits);
    }

    private static DeviceAssignments covered(VehicleClass vehicle) {
        return new DeviceAssignments(
                1,
                List.of(new PolicyAssignment(
                        "P-1", Instant.parse("2026-01-01T00:00:00Z"), null, ZoneId.of("Europe/Helsinki"), vehicle)));
    }

    private static Journey measured(Drive drive, DeviceAssignments assignments, DefaultLimits defaults) {
        return new JourneyMeasurer(roads, Profile.defaults(), defaults, List.of())
                .measure("k1-abc", drive.journey(), JourneyStatus.COMPLETE, assignments);
    }

    private static Journey measured(Drive drive, VehicleClass vehicle) {
        return measured(drive, covered(vehicle), null);
    }

    private static List<JourneyEvent> speeding(Journey journey) {
        return journey.events().stream()
                .filter(event -> event.type() == EventType.SPEEDING)
                .toList();
    }

    /** Through the first kilometre at 48 km/h, then on at another speed to the end of the second. */
    private static Drive throughTheSecond(String start, double kmh) {
        return Drive.from(start)
                .to(48 / 3.6, 3)
                .seconds(76)
                .to(kmh / 3.6, 2)
                .seconds((int) (800 / (kmh / 3.6)))
                .to(0, 3);
    }

    @Test
    void aLimitByTheHourHoldsByTheClockOfThePolicy() {
        assertThat(speeding(measured(throughTheSecond(MORNING, 75), VehicleClass.VAN)))
                .isEmpty();

        Journey evening = measured(throughTheSecond(EVENING, 75), VehicleClass.VAN);

        assertThat(speeding(evening)).singleElement().satisfies(event -> assertThat(event.limits())
                .containsExactly(new ExceededLimit(60, LimitSource.CONDITIONAL, 416)));
        assertThat(evening.limits().mmBySource().get(LimitSource.CONDITIONAL)).isBetween(800_000L, 1_000_000L);
        assertThat(evening.limits().doubtfulMm()).isZero();
    }

    @Test
    void withoutAPolicyNobodyKnowsTheHourAndTheOtherLimitStandsInDoubt() {
        Journey evening = measured(throughTheSecond(EVENING, 75), DeviceAssignments.NONE, null);

        assertThat(speeding(evening)).isEmpty();
        assertThat(evening.limits().mmBySource()).doesNotContainKey(LimitSource.CONDITIONAL);
        assertThat(evening.limits().doubtfulMm()).isBetween(800_000L, 1_000_000L);
    }

    @Test
    void aLimitForLorriesIsForLorries() {
        Drive drive = Drive.from(MORNING).to(52 / 3.6, 3).seconds(60).to(0, 3);

        assertThat(speeding(measured(drive, VehicleClass.VAN))).isEmpty();
        assertThat(speeding(measured(drive, VehicleClass.CAR))).isEmpty();
        assertThat(speeding(measured(drive, DeviceAssignments.NONE, null))).isEmpty();
        assertThat(speeding(measured(drive, VehicleClass.LORRY)))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.limits()).containsExactly(new ExceededLimit(40, LimitSource.TAGGED, 333)));
    }

    @Test
    void whatOnlyTheWeatherDecidesIsNotHeldAgainstAnyoneButCounted() {
        // 84 km/h: too fast in rain, tolerated otherwise.
        Journey journey = measured(
                Drive.from(MORNING).to(48 / 3.6, 3).seconds(146).to(84 / 3.6, 2).seconds(30), VehicleClass.VAN);

        assertThat(speeding(journey)).isEmpty();
        assertThat(journey.limits().doubtfulMm()).isBetween(700_000L, 1_000_000L);
    }

    @Test
    void anEpisodeNotesEachLimitThatItWentThroughWithItsWorstExcess() {
        // 100 km/h through 50 and 80 alike, and the last kilometre before the unknown one.
        Journey journey = measured(Drive.from(MORNING).to(100 / 3.6, 3).seconds(100), VehicleClass.VAN);

        assertThat(speeding(journey)).singleElement().satisfies(event -> assertThat(event.limits())
                .containsExactly(
                        new ExceededLimit(50, LimitSource.TAGGED, 1389),
                        new ExceededLimit(80, LimitSource.TAGGED, 556)));
    }

    @Test
    void aLimitThatFallsByTheClockFallsWithinAnEpisode() {
        // On the second kilometre at 21:59:40, at 95 km/h.
        Drive drive = Drive.from("2026-03-02T19:58:10Z")
                .to(48 / 3.6, 3)
                .seconds(76)
                .to(95 / 3.6, 3)
                .seconds(25);

        assertThat(speeding(measured(drive, VehicleClass.VAN))).singleElement().satisfies(event -> assertThat(
                        event.limits())
                .extracting(ExceededLimit::limitKmh)
                .containsExactly(80, 60));
    }

    @Test
    void aRoadOfUnknownLimitEndsAnEpisodeUnlessATableSaysWhatIsUsual() {
        Drive drive = Drive.from(MORNING).to(100 / 3.6, 3).seconds(220);

        Journey unknown = measured(drive, VehicleClass.VAN);
        Journey byTable = measured(drive, covered(VehicleClass.VAN), TABLE);

        assertThat(speeding(unknown)).hasSize(2);
        assertThat(unknown.limits().defaultTable()).isNull();
        assertThat(unknown.limits().mmBySource().get(LimitSource.UNKNOWN)).isCloseTo(1_000_000, within(60_000L));
        assertThat(unknown.sums().limitUnknownMillis()).isPositive();
        assertThat(speeding(byTable)).singleElement().satisfies(event -> assertThat(event.limits())
                .extracting(ExceededLimit::source)
                .containsExactly(LimitSource.TAGGED, LimitSource.TAGGED, LimitSource.DEFAULT, LimitSource.TAGGED));
        assertThat(byTable.limits().defaultTable()).isEqualTo("FI-usual");
        assertThat(byTable.limits().mmBySource().get(LimitSource.DEFAULT)).isCloseTo(1_000_000, within(60_000L));
        assertThat(byTable.sums().limitUnknownMillis()).isZero();
    }

    @Test
    void aTableThatWasNotNeededIsNotStamped() {
        Journey journey = measured(throughTheSecond(MORNING, 70), covered(VehicleClass.VAN), TABLE);

        assertThat(journey.limits().defaultTable()).isNull();
        assertThat(journey.limits().mmBySource()).containsOnlyKeys(LimitSource.TAGGED);
    }

    @Test
    void aHoleEndsAnEpisodeForNobodySawIt() {
        Drive drive = Drive.from(MORNING)
                .to(100 / 3.6, 3)
                .seconds(15)
                .silentSeconds(45)
                .seconds(15);

        assertThat(speeding(measured(drive, VehicleClass.VAN))).hasSize(2);
        Drive seen = Drive.from(MORNING)
                .to(100 / 3.6, 3)
                .seconds(15)
                .silentSeconds(40)
                .seconds(15);
        assertThat(speeding(measured(seen, VehicleClass.VAN))).hasSize(1);
    }

    @Test
    void tenSecondsAreSpeedingAndNineAreNot() {
        assertThat(speeding(measured(aboveFor(9), VehicleClass.VAN))).isEmpty();
        assertThat(speeding(measured(aboveFor(10), VehicleClass.VAN)))
                .singleElement()
                .satisfies(event -> assertThat(event.durationMillis()).isEqualTo(10_000));
    }

    /** From one second to the next so fast, and back again. */
    private static Drive aboveFor(int seconds) {
        return Drive.from(MORNING)
                .to(50 / 3.6, 1)
                .to(65 / 3.6, 5)
                .seconds(seconds)
                .to(50 / 3.6, 5)
                .seconds(20);
    }

    @Test
    void metresBySourceSumToTheJourneyWhateverWasDriven() {
        for (double kmh : new double[] {30, 77, 100}) {
            for (String start : List.of(MORNING, EVENING)) {
                Journey journey = measured(
                        Drive.from(start).to(kmh / 3.6, 3).seconds(150).to(0, 3), covered(VehicleClass.LORRY), TABLE);
                assertThat(journey.limits().mmBySource().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(journey.distanceMm());
            }
        }
    }

    @Test
    void limitsThatWereRecordedWithThePointsAreJudgedByTheSameRule() {
        List<Point> points =
                Drive.from(MORNING).to(70 / 3.6, 2).seconds(60).journey().points();
        int[] posted = new int[points.size()];
        for (int i = 0; i < posted.length; i++) {
            posted[i] = i < 30 ? 50 : i < 45 ? 0 : 80;
        }

        assertThat(RecordedLimits.speeding(
                        points, posted, Profile.defaults(), Profile.defaults().speeding()))
                .singleElement()
                .satisfies(episode -> {
                    assertThat(episode.endMillis()).isEqualTo(points.get(30).timeMillis());
                    assertThat(episode.limits()).containsExactly(new ExceededLimit(50, LimitSource.TAGGED, 555));
                });
    }
}
