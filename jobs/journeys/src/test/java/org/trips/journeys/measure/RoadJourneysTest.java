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
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.DistanceSource;
import org.trips.journeys.Driven;
import org.trips.journeys.EventType;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyPart;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Place;
import org.trips.journeys.Severity;
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

/** Journeys on the one road of {@link ToyRoads}. */
class RoadJourneysTest {
    private static final String MORNING = "2026-03-01T07:30:00Z";

    @TempDir
    static Path folder;

    private static RoadNetwork roads;

    @BeforeAll
    static void buildRoads() throws IOException {
        roads = ToyRoads.in(folder);
    }

    @Test
    void aJourneyOnKnownRoadsIsMeasuredAlongThem() {
        Drive drive = Drive.from(MORNING).to(12, 1).seconds(200).to(0, 1);
        Journey journey = measure(drive.journey());
        assertThat(journey.distanceSource()).isEqualTo(DistanceSource.ROADS);
        assertThat(journey.matchedShare()).isEqualTo(1);
        assertThat(journey.matchConfidenceThousandths()).isBetween(950, 1000);
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(drive.metres(), within(2.0));
        assertThat(journey.roads()).isEqualTo(roads.version());
    }

    @Test
    void noiseAcrossTheRoadMakesTheGpsLineLongerButNotTheRoad() {
        Drive drive = Drive.from(MORNING).to(12, 1).seconds(300).to(0, 1);
        Random noise = new Random(5);
        List<Point> noisy = new ArrayList<>();
        for (Point point : drive.points()) {
            noisy.add(Point.at(
                            point.timeMillis(),
                            point.latitude() + noise.nextGaussian() * 4e-5,
                            point.longitude() + noise.nextGaussian() * 8e-5)
                    .speedMps(point.speedMps())
                    .accuracyMetres(5)
                    .build());
        }
        Journey journey = measure(new JourneyPoints(noisy, Map.of()));
        assertThat(journey.gpsDistanceMm() / 1000.0).isGreaterThan(1.05 * drive.metres());
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(drive.metres(), within(0.01 * drive.metres()));
    }

    @Test
    void kilometresAndSecondsAreCountedByRoadClassAndAddUp() {
        // 10 m in the first second, 10 m each after.
        Journey journey = measure(Drive.from(MORNING).to(10, 10).seconds(250).journey());
        assertThat(journey.roadClasses().keySet())
                .containsExactly(RoadClass.SECONDARY, RoadClass.TERTIARY, RoadClass.RESIDENTIAL);
        Driven secondary = journey.roadClasses().get(RoadClass.SECONDARY);
        assertThat(secondary.distanceMm()).isCloseTo(1_000_000, within(100L));
        assertThat(secondary.millis()).isCloseTo(100_000, within(20L));
        assertThat(journey.roadClasses().values().stream()
                        .mapToLong(Driven::distanceMm)
                        .sum())
                .isEqualTo(journey.distanceMm());
        assertThat(journey.roadClasses().values().stream()
                        .mapToLong(Driven::millis)
                        .sum())
                .isEqualTo(journey.sums().durationMillis());
    }

    @Test
    void timeOnRoadsWhoseLimitNobodyKnowsIsCountedAndNotJudged() {
        Journey journey = measure(Drive.from(MORNING).to(12, 1).seconds(400).journey());
        // The tertiary kilometre, but not the motorway that is known to have no limit.
        assertThat(journey.sums().limitUnknownMillis()).isCloseTo(1_000_000 / 12, within(300L));
        assertThat(journey.sums().speedingEpisodes()).isZero();
    }

    @Test
    void aMatchedHoleIsBridgedAlongTheRoad() {
        Drive drive = Drive.from(MORNING)
                .to(12, 1)
                .seconds(30)
                .silentSeconds(60)
                .seconds(30)
                .to(0, 1);
        Journey journey = measure(drive.journey());
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(drive.metres(), within(2.0));
        assertThat(journey.roadClasses().get(RoadClass.SECONDARY).distanceMm()).isGreaterThan(0);
    }

    @Test
    void whatLiesOffTheKnownRoadsAddsTheDistanceBetweenItsFixes() {
        Drive drive = Drive.from(MORNING).to(20, 1).seconds(400).to(0, 1);
        Journey journey = measure(drive.journey());
        assertThat(drive.metres()).isGreaterThan(8_000);
        assertThat(journey.distanceSource()).isEqualTo(DistanceSource.ROADS);
        assertThat(journey.distanceMm() / 1000.0).isCloseTo(drive.metres(), within(40.0));
        long onRoads = journey.roadClasses().values().stream()
                .mapToLong(Driven::distanceMm)
                .sum();
        assertThat(onRoads).isCloseTo(7_000_000, within(100_000L));
    }

    @Test
    void aJourneyMostlyOffTheKnownRoadsIsMeasuredAsIfThereWereNone() {
        // Eastwards from the road's start, away from it.
        Drive drive = Drive.from(MORNING).turn(90, 1).to(15, 3).seconds(300);
        Journey journey = measure(drive.journey());
        assertThat(journey.distanceSource()).isEqualTo(DistanceSource.GPS);
        assertThat(journey.roadClasses()).isEmpty();
        assertThat(journey.sums().limitUnknownMillis()).isEqualTo(journey.sums().durationMillis());
    }

    @Test
    void seventyWhereFiftyIsAllowedIsSpeedingForAsLongAsItLasts() {
        Drive drive = Drive.from(MORNING)
                .to(70 / 3.6, 2)
                .seconds(15)
                .to(45 / 3.6, 2)
                .seconds(20)
                .to(0, 2);
        Journey journey = measure(drive.journey());
        assertThat(journey.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.SPEEDING);
            assertThat(event.roadClass()).isEqualTo(RoadClass.RESIDENTIAL);
            assertThat(event.peakCentis()).isEqualTo(555);
            assertThat(event.profile()).isEqualTo("default-1");
            assertThat(event.durationMillis()).isBetween(15_000L, 20_000L);
        });
        assertThat(journey.sums().speedingEpisodes()).isEqualTo(1);
        assertThat(journey.sums().speedingMillis())
                .isEqualTo(journey.events().get(0).durationMillis());
        assertThat(journey.sums().speedingMm() / 1000.0)
                .isCloseTo(journey.sums().speedingMillis() / 1000.0 * 19, within(15.0));
    }

    @Test
    void withinTheToleranceIsNoSpeeding() {
        assertThat(speeding(Drive.from(MORNING).to(57.9 / 3.6, 2).seconds(60))).isEmpty();
        assertThat(speeding(Drive.from(MORNING).to(58.5 / 3.6, 2).seconds(50))).hasSize(1);
    }

    @Test
    void onFastRoadsTheToleranceIsTenPercentWhereThatIsMore() {
        Drive approach = Drive.from(MORNING).to(50 / 3.6, 2).seconds(80);
        assertThat(speeding(approach.to(88 / 3.6, 2).seconds(30))).isEmpty();
        Drive faster = Drive.from(MORNING).to(50 / 3.6, 2).seconds(80).to(88.5 / 3.6, 2);
        assertThat(speeding(faster.seconds(30))).hasSize(1);
    }

    @Test
    void lessThanTenSecondsIsNoSpeeding() {
        assertThat(speeding(Drive.from(MORNING)
                        .to(15, 2)
                        .to(70 / 3.6, 9)
                        .seconds(8)
                        .to(15, 9)
                        .seconds(9)))
                .isEmpty();
    }

    @Test
    void oneWrongFixIsNoSpeeding() {
        Drive drive = Drive.from(MORNING).to(15, 2).seconds(50);
        List<Point> points = drive.points();
        for (int i = 20; i < 50; i += 2) {
            Point point = points.get(i);
            points.set(
                    i,
                    Point.at(point.timeMillis(), point.latitude(), point.longitude())
                            .speedMps(30)
                            .build());
        }
        assertThat(speeding(drive)).isEmpty();
    }

    @Test
    void anEpisodeGoesOnOverAChangeOfLimitIfStillAboveTheNewOne() {
        // 100 km/h through the 50 zone and on into the 80 zone, where it ends with the unknown limit.
        Drive drive = Drive.from(MORNING).to(100 / 3.6, 3).seconds(100);
        List<JourneyEvent> episodes = speeding(drive);
        assertThat(episodes.get(0).durationMillis()).isGreaterThan(60_000);
        assertThat(episodes.get(0).peakCentis()).isEqualTo(1389);
        assertThat(episodes).hasSize(1);
    }

    @Test
    void anEpisodeEndsWhereTheHigherLimitBegins() {
        List<JourneyEvent> episodes =
                speeding(Drive.from(MORNING).to(70 / 3.6, 3).seconds(90));
        // The residential kilometre at 70 km/h, less the start.
        assertThat(episodes).singleElement().satisfies(episode -> assertThat(episode.durationMillis())
                .isBetween(44_000L, 51_500L));
    }

    @Test
    void aSpeedThatNoVehicleReachesIsNeitherTheHighestNorSpeeding() {
        // Positions alone, at 90 m/s past the limit of 80 km/h of the last three kilometres, as a receiver may dream.
        Drive dreamt = Drive.from(MORNING)
                .withoutSpeeds()
                .to(20, 2)
                .seconds(195)
                .to(90, 70)
                .seconds(25)
                .to(20, 70)
                .seconds(30);
        Journey journey = measure(dreamt.journey());
        assertThat(journey.maxSpeedCmps()).isLessThanOrEqualTo(7000);
        assertThat(speeding(dreamt))
                .allMatch(episode ->
                        episode.startMillis() < dreamt.points().get(200).timeMillis());
        assertThat(journey.sums().movingMillis()).isEqualTo(journey.sums().durationMillis());
    }

    @Test
    void aTrackIsDrawnFromThePlacesAndSpeedsThatWereMeasured() {
        Drive drive =
                Drive.from(MORNING).to(20, 2).seconds(60).frozenSeconds(20).seconds(60);
        Journey journey = measure(drive.journey());
        JourneyTrack track =
                new JourneyMeasurer(roads, Profile.defaults()).track(drive.journey(), DeviceAssignments.NONE);
        assertThat(track.size()).isEqualTo(drive.points().size());
        double metres = 0;
        double fastest = 0;
        for (int i = 0; i < track.size(); i++) {
            assertThat(track.timeMillis(i)).isEqualTo(drive.points().get(i).timeMillis());
            metres += i == 0 ? 0 : track.line(i - 1, i).lengthMetres();
            fastest = Math.max(fastest, track.speedMps(i));
        }
        assertThat(metres).isCloseTo(journey.distanceMm() / 1000.0, within(1.0));
        assertThat(Hundredths.of(fastest)).isEqualTo(journey.maxSpeedCmps());
        // The device said 0 there, which nobody believes.
        assertThat(track.speedMps(85)).isCloseTo(20, within(0.5));
        assertThat(track.limitKmh(30)).isEqualTo(50);
        assertThat(track.roadClass(30)).isEqualTo(RoadClass.RESIDENTIAL);
    }

    @Test
    void aTrackWithoutRoadsHasNeitherLimitsNorRoadClasses() {
        Drive drive = Drive.from(MORNING).withoutSpeeds().to(90, 90).seconds(30);
        JourneyTrack track =
                new JourneyMeasurer(null, Profile.defaults()).track(drive.journey(), DeviceAssignments.NONE);
        assertThat(track.limitKmh(10)).isZero();
        assertThat(track.roadClass(10)).isNull();
        assertThat(track.speedMps(15)).isNaN();
        assertThat(track.line(10, 11).lengthMetres()).isCloseTo(90, within(1.0));
    }

    @Test
    void aMeanSpeedOnAWayWithTwoLimitsIsNoSpeedingUnlessItIsAboveBoth() {
        // A fix in 30 s. The fourth comes 284 m before the limit of 50 ends, the next after 10 s at up to 22 m/s where
        // 80 are
        // allowed: 60 km/h on the whole.
        assertThat(speeding(everyThirtySeconds(Drive.from(MORNING)
                        .withoutSpeeds()
                        .to(13.9, 13.9)
                        .seconds(71)
                        .to(22, 3)
                        .seconds(100))))
                .isEmpty();
        assertThat(speeding(everyThirtySeconds(
                        Drive.from(MORNING).withoutSpeeds().to(27, 27).seconds(70))))
                .hasSize(1);
    }

    private static JourneyPoints everyThirtySeconds(Drive drive) {
        List<Point> all = drive.points();
        List<Point> sent = new ArrayList<>(List.of(all.get(0)));
        for (int second = 22; second < all.size(); second += 30) {
            sent.add(all.get(second));
        }
        return new JourneyPoints(sent, Map.of());
    }

    @Test
    void aSpeedWithWhichItWouldHaveComeFurtherIsNoSpeeding() {
        // 59.4 km/h is shown for 20 s, above the tolerated 58; it drives 48.6 where 50 are allowed.
        List<Point> points =
                new ArrayList<>(Drive.from(MORNING).to(13.5, 1.5).seconds(60).points());
        for (int i = 20; i < 40; i++) {
            Point point = points.get(i);
            points.set(
                    i,
                    Point.at(point.timeMillis(), point.latitude(), point.longitude())
                            .speedMps(16.5)
                            .build());
        }
        assertThat(speeding(new JourneyPoints(points, Map.of()))).isEmpty();
    }

    @Test
    void aHoleThatNoVehicleDrivesInItsTimeIsNoSpeeding() {
        Drive drive = Drive.from(MORNING).to(12, 2).seconds(20);
        List<Point> points = new ArrayList<>(drive.points());
        Point last = points.get(points.size() - 1);
        for (int second = 0; second < 60; second++) {
            // 1.4 km up the road after 14 s, driving on at 12 m/s.
            double metres = 1400 + second * 12;
            points.add(Point.at(
                            last.timeMillis() + 14_000 + second * 1000L,
                            last.latitude() + metres / 111_195,
                            last.longitude())
                    .speedMps(12)
                    .accuracyMetres(4)
                    .build());
        }
        assertThat(measure(new JourneyPoints(points, Map.of())).events()).isEmpty();
    }

    @Test
    void aHarshEventNamesTheRoadItHappenedOn() {
        Drive drive = Drive.from(MORNING).to(12, 1).steadily(100).to(4, 4).seconds(20);
        assertThat(measure(drive.journey()).events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.BRAKING);
            assertThat(event.roadClass()).isEqualTo(RoadClass.SECONDARY);
            assertThat(event.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(event.speedAtStartCmps()).isEqualTo(1200);
            assertThat(event.speedAtEndCmps()).isEqualTo(400);
            assertThat(event.durationMillis()).isEqualTo(2000);
        });
    }

    @Test
    void partsSumToTheJourneyAlongTheRoadsToo() {
        Drive drive = Drive.from(MORNING).to(28, 2).seconds(250).to(0, 2);
        Journey whole = measure(drive.journey());
        Random random = new Random(3);
        for (int tries = 0; tries < 50; tries++) {
            List<PolicyAssignment> assignments = new ArrayList<>();
            Instant from = Instant.parse("2026-03-01T00:00:00Z");
            Instant to = Instant.parse(MORNING);
            for (int i = 0; i < 6; i++) {
                to = to.plusMillis(1 + random.nextInt(60_000));
                assignments.add(new PolicyAssignment("P-" + i, from, to, ZoneOffset.UTC, VehicleClass.CAR));
                from = to;
            }
            Journey parted = measure(drive.journey(), new DeviceAssignments(1, assignments), Profile.defaults());
            assertThat(parted.sums()).isEqualTo(whole.sums());
            assertThat(parted.parts().stream().map(JourneyPart::sums).reduce(Sums.NONE, Sums::plus))
                    .isEqualTo(whole.sums());
        }
    }

    @Test
    void geometryKeepsAwayFromBothEnds() {
        Profile profile = ProfileWith.geometry(300);
        Drive drive = Drive.from(MORNING).to(14, 2).seconds(250).to(0, 2);
        Journey journey = measure(drive.journey(), DeviceAssignments.NONE, profile);
        List<Point> fixes = drive.points();
        assertThat(journey.geometry()).hasSize(1);
        for (Place place : journey.geometry().get(0)) {
            assertThat(metres(place, fixes.get(0))).isGreaterThanOrEqualTo(300);
            assertThat(metres(place, fixes.get(fixes.size() - 1))).isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void aRoundTripThatPassesItsOwnDoorShowsNothingThere() {
        Profile profile = ProfileWith.geometry(300);
        // Out 1.2 km off the roads, back past the door, and home from the other side.
        Drive drive = Drive.from(MORNING)
                .turn(90, 1)
                .to(15, 3)
                .seconds(80)
                .turn(90, 2)
                .seconds(160);
        drive.turn(90, 2).seconds(85);
        Journey journey = measure(drive.journey(), DeviceAssignments.NONE, profile);
        assertThat(journey.distanceSource()).isEqualTo(DistanceSource.GPS);
        assertThat(journey.geometry()).isNotEmpty();
        for (List<Place> line : journey.geometry()) {
            for (Place place : line) {
                assertThat(metres(place, drive.points().get(0))).isGreaterThanOrEqualTo(300);
            }
        }
    }

    private static double metres(Place place, Point point) {
        return Earth.metres(place.latitudeE6() / 1e6, place.longitudeE6() / 1e6, point.latitude(), point.longitude());
    }

    private static List<JourneyEvent> speeding(Drive drive) {
        return speeding(drive.journey());
    }

    private static List<JourneyEvent> speeding(JourneyPoints points) {
        return measure(points).events().stream()
                .filter(event -> event.type() == EventType.SPEEDING)
                .toList();
    }

    private static Journey measure(JourneyPoints points) {
        return measure(points, DeviceAssignments.NONE, Profile.defaults());
    }

    private static Journey measure(JourneyPoints points, DeviceAssignments assignments, Profile profile) {
        return new JourneyMeasurer(roads, profile).measure("k1-abc", points, JourneyStatus.COMPLETE, assignments);
    }
}
