package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.Bridged;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyPart;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Place;
import org.trips.journeys.Sums;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.ProfileWith;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.roads.Earth;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/**
 * Journeys of which nobody saw all, on a road that runs east from a garage for 600 m and then north for 20 km; a ferry
 * carries it from kilometre 4 to 6.
 */
class BridgedJourneysTest {
    private static final String MORNING = "2026-03-01T07:30:00Z";
    private static final double METRES_PER_DEGREE = Earth.RADIUS_METRES * Math.toRadians(1);
    private static final double GARAGE_EAST = -600;

    @TempDir
    static Path folder;

    private static RoadNetwork roads;
    private static RoadNetwork slowRoads;

    @BeforeAll
    static void buildRoads() throws IOException {
        roads = build("garage.roads", 80);
        slowRoads = build("slow.roads", 50);
    }

    private static RoadNetwork build(String name, int limitKmh) throws IOException {
        RoadNetworkBuilder builder = new RoadNetworkBuilder();
        node(builder, 1, 0, GARAGE_EAST);
        node(builder, 2, 0, 0);
        node(builder, 3, 4_000, 0);
        node(builder, 4, 6_000, 0);
        node(builder, 5, 20_000, 0);
        // Another garage, to which a road leads that goes far round.
        node(builder, 6, 1_000, 1_500);
        node(builder, 7, 18_000, 1_500);
        builder.addWay(Way.of(1, RoadClass.RESIDENTIAL).limitKmh(50), 1, 2);
        builder.addWay(Way.of(2, RoadClass.SECONDARY).limitKmh(limitKmh), 2, 3);
        builder.addWay(Way.of(3, RoadClass.FERRY), 3, 4);
        builder.addWay(Way.of(4, RoadClass.SECONDARY).limitKmh(limitKmh), 4, 5);
        builder.addWay(Way.of(5, RoadClass.SECONDARY).limitKmh(80), 5, 7, 6);
        Path file = folder.resolve(name);
        builder.write(file);
        return RoadNetwork.open(file);
    }

    @Test
    void aStartLostInAGarageIsBridgedAlongTheRoads() {
        Journey journey = measure(roads, fromGarage(0, GARAGE_EAST));
        double seen = 3_000 - 500;
        assertThat(journey.bridged().startMm() / 1000.0).isCloseTo(600 + 500, within(3.0));
        assertThat(journey.bridged().distanceMm()).isEqualTo(journey.bridged().startMm());
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(1_100 + seen, within(5.0));
        assertThat(journey.roadClasses().get(RoadClass.RESIDENTIAL).distanceMm() / 1000.0)
                .isCloseTo(600, within(3.0));
    }

    @Test
    void theFirstFixIsItsStartAndWhenItWasLastSeenParkedIsTold() {
        JourneyPoints points = fromGarage(0, GARAGE_EAST);
        Journey journey = measure(roads, points);
        assertThat(journey.startMillis()).isEqualTo(points.points().get(0).timeMillis());
        assertThat(journey.bridged().parkedMillis()).isEqualTo(points.parked().timeMillis());
        assertThat(journey.sums().durationMillis()).isEqualTo(points.endMillis() - points.startMillis());
        assertThat(journey.events()).isEmpty();
    }

    @Test
    void ofALostStartNobodyKnowsHowFastItWasAndItIsHeldAgainstNobody() {
        Sums sums = measure(slowRoads, fromGarage(0, GARAGE_EAST)).sums();
        long startMm = measure(slowRoads, fromGarage(0, GARAGE_EAST)).bridged().startMm();
        assertThat(startMm).isPositive();
        assertThat(sums.speedingMm()).isPositive().isLessThanOrEqualTo(sums.distanceMm() - startMm);
        assertThat(sums.breakdown().speedUnknown().distanceMm()).isEqualTo(startMm);
        assertThat(sums.breakdown().speedingExposureMm()).isEqualTo(sums.distanceMm() - startMm);
        assertThat(sums.breakdown().harshExposureMm()).isLessThanOrEqualTo(sums.distanceMm() - startMm);
    }

    @Test
    void whereNobodySeesHowFastAVehicleIsNoSpeedingCouldBeFound() {
        List<Point> points = drive(500, 3_900, 0, 0).points();
        List<Point> eachMinute = new ArrayList<>();
        for (int i = 0; i < points.size(); i += 60) {
            eachMinute.add(points.get(i));
        }
        Journey journey = measure(slowRoads, new JourneyPoints(eachMinute, Map.of()));
        assertThat(journey.distanceMm()).isPositive();
        assertThat(journey.sums().breakdown().speedingExposureMm()).isZero();
    }

    @Test
    void withoutRoadsALostStartIsBridgedStraight() {
        Journey journey = measure(null, fromGarage(0, GARAGE_EAST));
        assertThat(journey.bridged().startMm() / 1000.0).isCloseTo(Math.hypot(600, 500), within(3.0));
    }

    @Test
    void aLostStartFromWhichTheRoadsLeadFarRoundIsNotBridged() {
        Journey journey = measure(roads, fromGarage(1_000, 1_500));
        assertThat(journey.bridged()).isEqualTo(Bridged.NONE);
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(2_500, within(5.0));
    }

    @Test
    void aLostStartThatNoVehicleDrivesInItsTimeIsNotBridged() {
        JourneyPoints points = fromGarage(0, GARAGE_EAST);
        Point tooLate = Point.of(
                points.startMillis() - 15_000,
                points.parked().latitude(),
                points.parked().longitude());
        Journey journey = measure(roads, new JourneyPoints(points.points(), Map.of(), tooLate));
        assertThat(journey.bridged().startMm()).isZero();
    }

    @Test
    void aTunnelIsBridgedAlongTheRoadAndItsMetresAreMarked() {
        JourneyPoints points = drive(500, 3_900, 1_000, 2_500);
        Journey journey = measure(roads, points);
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(3_400, within(5.0));
        assertThat(journey.bridged().distanceMm() / 1000.0).isCloseTo(1_500, within(25.0));
        assertThat(journey.bridged().startMm()).isZero();
        assertThat(journey.bridged().holes()).isEqualTo(1);
        assertThat(journey.bridged().holeMillis()).isCloseTo(75_000, within(2_000L));
    }

    @Test
    void aShortSilenceIsNoHole() {
        assertThat(measure(roads, drive(500, 3_900, 1_000, 1_500)).bridged()).isEqualTo(Bridged.NONE);
    }

    @Test
    void aCrossingOnAFerryIsNoMetreDriven() {
        Journey journey = measure(roads, drive(3_000, 8_000, 0, 0));
        assertThat(journey.ferryMm() / 1000.0).isCloseTo(2_000, within(5.0));
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(3_000, within(5.0));
        assertThat(journey.roadClasses().get(RoadClass.FERRY).distanceMm()).isZero();
        assertThat(journey.roadClasses().get(RoadClass.FERRY).millis()).isCloseTo(100_000, within(1_000L));
        assertThat(journey.sums().idleMillis()).isCloseTo(100_000, within(3_000L));
        long driven = journey.sums().durationMillis() - journey.sums().idleMillis();
        assertThat(journey.sums().breakdown().speedBands())
                .anySatisfy((band, at) -> {
                    assertThat(band.fromKmh()).isZero();
                    assertThat(at.millis()).isCloseTo(100_000, within(3_000L));
                })
                .anySatisfy((band, at) -> {
                    assertThat(band.toKmh()).isGreaterThan(72);
                    assertThat(at.millis()).isCloseTo(driven, within(3_000L));
                });
    }

    @Test
    void aCrossingInSilenceIsCarriedNotBridged() {
        Journey journey = measure(roads, drive(3_000, 8_000, 3_980, 6_020));
        assertThat(journey.ferryMm() / 1000.0).isCloseTo(2_000, within(5.0));
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(3_000, within(5.0));
        assertThat(journey.bridged().distanceMm() / 1000.0).isCloseTo(40, within(25.0));
    }

    @Test
    void partsSumExactlyToAJourneyWithALostStartATunnelAndAFerry() {
        JourneyPoints seen = drive(500, 9_000, 1_000, 2_500);
        JourneyPoints points = new JourneyPoints(seen.points(), Map.of(), parked(0, GARAGE_EAST));
        Journey whole = measure(roads, points);
        assertThat(whole.bridged().startMm()).isPositive();
        List<PolicyAssignment> assignments = new ArrayList<>();
        Instant from = Instant.EPOCH;
        for (int i = 0; i < 8; i++) {
            Instant to = Instant.ofEpochMilli(points.startMillis() + i * 53_171L);
            assignments.add(new PolicyAssignment("P-" + i, from, to, ZoneOffset.UTC, VehicleClass.CAR));
            from = to;
        }
        Journey parted = new JourneyMeasurer(roads, Profile.defaults())
                .measure("k1-abc", points, JourneyStatus.COMPLETE, new DeviceAssignments(1, assignments));
        assertThat(parted.parts()).hasSizeGreaterThan(5);
        assertThat(parted.parts().stream().map(JourneyPart::sums).reduce(Sums.NONE, Sums::plus))
                .isEqualTo(whole.sums());
        assertThat(parted.parts().get(0).sums().distanceMm())
                .isGreaterThan(whole.bridged().startMm());
    }

    @Test
    void geometryKeepsAwayFromTheGarageToo() {
        // Out of the garage unseen, northwards, and back past the garage.
        Drive drive = Drive.from(MORNING).to(15, 3).seconds(120);
        List<Point> points = new ArrayList<>(drive.points());
        Point parked = Point.of(
                points.get(0).timeMillis() - 3_600_000,
                points.get(90).latitude(),
                points.get(90).longitude());
        Journey journey = new JourneyMeasurer(null, ProfileWith.geometry(300))
                .measure(
                        "k1-abc",
                        new JourneyPoints(points, Map.of(), parked),
                        JourneyStatus.COMPLETE,
                        DeviceAssignments.NONE);
        assertThat(journey.geometry()).isNotEmpty();
        for (List<Place> line : journey.geometry()) {
            for (Place place : line) {
                assertThat(Earth.metres(
                                place.latitudeE6() / 1e6,
                                place.longitudeE6() / 1e6,
                                parked.latitude(),
                                parked.longitude()))
                        .isGreaterThanOrEqualTo(300);
            }
        }
    }

    /** First seen 500 m up the road and driven to kilometre 3, after a night at that place. */
    private static JourneyPoints fromGarage(double north, double east) {
        return new JourneyPoints(drive(500, 3_000, 0, 0).points(), Map.of(), parked(north, east));
    }

    private static Point parked(double north, double east) {
        return Point.at(Instant.parse(MORNING).toEpochMilli() - 9 * 3_600_000L, latitude(north), longitude(east))
                .accuracyMetres(5)
                .build();
    }

    /** Up the road at 20 m/s and a fix a second, but for those between two places. */
    private static JourneyPoints drive(double from, double to, double silentFrom, double silentTo) {
        List<Point> points = new ArrayList<>();
        long time = Instant.parse(MORNING).toEpochMilli();
        for (double north = from; north <= to; north += 20, time += 1000) {
            if (north <= silentFrom || north >= silentTo) {
                points.add(Point.at(time, latitude(north), longitude(0))
                        .speedMps(20)
                        .headingDegrees(0)
                        .accuracyMetres(4)
                        .build());
            }
        }
        return new JourneyPoints(points, Map.of());
    }

    private static Journey measure(RoadNetwork network, JourneyPoints points) {
        return new JourneyMeasurer(network, Profile.defaults())
                .measure("k1-abc", points, JourneyStatus.COMPLETE, DeviceAssignments.NONE);
    }

    private static void node(RoadNetworkBuilder builder, long id, double north, double east) {
        builder.addNode(id, latitude(north), longitude(east));
    }

    private static double latitude(double north) {
        return 60 + north / METRES_PER_DEGREE;
    }

    private static double longitude(double east) {
        return 24 + east / METRES_PER_DEGREE / Math.cos(Math.toRadians(60));
    }
}
