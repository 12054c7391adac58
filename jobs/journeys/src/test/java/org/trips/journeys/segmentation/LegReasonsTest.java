package org.trips.journeys.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.ProfileWith;
import org.trips.journeys.profile.Versions;

/** Why journeys start and end where they do, as the fold itself says it. */
class LegReasonsTest {
    private static final Versions<Profile> PROFILES = Versions.always(Profile.defaults());
    private static final double STOP_RADIUS = Profile.defaults().segmentation().stopRadiusMetres();

    @Test
    void aJourneyStartsWithTheLastPointAtRestBeforeItLeftItsPlace() {
        Leg leg = journey(new Drive(1).stand(600).drive(300, 10).stand(400));
        Departure departure = leg.reasons().departure();
        assertThat(departure.cause()).isEqualTo(Departure.Cause.LEFT_PLACE);
        assertThat(departure.parked().timeMillis()).isEqualTo(start(leg));
        assertThat(departure.metres()).isBetween(STOP_RADIUS, STOP_RADIUS + 10);
        assertThat(second(departure.seen())).isBetween(618L, 621L);
    }

    @Test
    void aJourneyStartsWhereTheIgnitionWasSwitchedOn() {
        Leg leg = journey(new Drive(1)
                .ignition(Ignition.OFF)
                .stand(600)
                .ignition(Ignition.ON)
                .stand(250)
                .drive(300, 10)
                .stand(400));
        assertThat(leg.reasons().departure().cause()).isEqualTo(Departure.Cause.IGNITION_ON);
        assertThat(leg.reasons().departure().parked().timeMillis()).isEqualTo(start(leg));
    }

    @Test
    void aJourneyStartsWhereTheVehicleIsSeenAgainAfterAHole() {
        Leg leg = journey(new Drive(1).stand(600).hole(8 * 3600, 800).drive(300, 10));
        Departure departure = leg.reasons().departure();
        assertThat(departure.cause()).isEqualTo(Departure.Cause.AFTER_HOLE);
        assertThat(second(departure.parked())).isEqualTo(599);
        assertThat(departure.seen().timeMillis()).isEqualTo(start(leg));
        assertThat(departure.metres()).isCloseTo(810, within(1.0));
    }

    @Test
    void aJourneyStartsWhereTheVehicleIsSeenAfterAJumpThatWasBelieved() {
        List<Leg> legs = legs(new Drive(1).drive(300, 10).hole(1, 8_000).drive(300, 10));
        assertThat(legs.get(0).reasons().end().cause()).isEqualTo(Break.Cause.GAP_TOO_FAR);
        assertThat(legs.get(1).reasons().departure().cause()).isEqualTo(Departure.Cause.AFTER_JUMP);
    }

    @Test
    void theSecondPartOfAJourneyThatWasCutGoesOnFromTheFirst() {
        List<Leg> legs = legs(new Drive(30).drive(30 * 3600, 10));
        assertThat(legs.get(0).reasons().end().cause()).isEqualTo(Break.Cause.LONGEST_JOURNEY);
        assertThat(legs.get(1).reasons().departure().cause()).isEqualTo(Departure.Cause.GOES_ON);
    }

    @Test
    void aFoldThatIsResumedWithinAJourneyNoLongerKnowsWhyItStarted() {
        List<Point> points = new Drive(1).stand(600).drive(600, 10).stand(400).points();
        JourneyFold before = new JourneyFold(PROFILES, FoldState.NEW);
        points.subList(0, 1000).forEach(before::accept);
        FoldState within = before.resumable();
        JourneyFold after = new JourneyFold(PROFILES, within);
        points.stream()
                .filter(point -> point.timeMillis() > within.timeMillis())
                .forEach(after::accept);
        assertThat(after.ended().get(0).reasons().departure()).isNull();
    }

    @Test
    void aVehicleThatOnlyStandsHasNoDeparture() {
        Leg leg = legs(new Drive(60).stand(3600)).get(0);
        assertThat(leg.reasons().departure()).isNull();
        assertThat(leg.reasons().end().cause()).isEqualTo(Break.Cause.END_OF_POINTS);
    }

    @Test
    void aJourneyEndsWhereTheVehicleCameToRestAndRestedForTheStopTime() {
        Leg leg = journey(new Drive(1).drive(300, 10).stand(400));
        Break end = leg.reasons().end();
        assertThat(end.cause()).isEqualTo(Break.Cause.AT_REST);
        assertThat(end.from().timeMillis()).isEqualTo(end(leg));
        assertThat(end.to().timeMillis() - end.from().timeMillis())
                .isEqualTo(Profile.defaults().segmentation().stop().toMillis());
        assertThat(end.to().timeMillis()).isEqualTo(leg.provenMillis());
    }

    @Test
    void aJourneyEndsWhereTheVehicleOnlyMovedAboutForTwiceTheStopTime() {
        Drive drive = new Drive(1).drive(300, 10);
        for (int i = 0; i < 6; i++) {
            drive.drive(50, 3).drive(50, -3);
        }
        List<Point> moving = drive.points().stream()
                .map(point -> point.toBuilder().speedMps(3).build())
                .toList();
        Break end = legs(moving, Profile.defaults()).get(0).reasons().end();
        assertThat(end.cause()).isEqualTo(Break.Cause.MOVED_ABOUT);
        assertThat(end.to().timeMillis() - end.from().timeMillis()).isEqualTo(600_000);
        assertThat(end.from().metresTo(end.to())).isLessThanOrEqualTo(STOP_RADIUS);
    }

    @Test
    void aJourneyEndsWhereTheIgnitionWasSwitchedOffForLongEnough() {
        Drive drive = new Drive(1)
                .ignition(Ignition.ON)
                .drive(300, 10)
                .ignition(Ignition.OFF)
                .stand(150);
        Leg leg = legs(drive, ProfileWith.ignitionOff(Duration.ofSeconds(100))).get(0);
        Break end = leg.reasons().end();
        assertThat(end.cause()).isEqualTo(Break.Cause.IGNITION_OFF);
        assertThat(second(end.from())).isEqualTo(300);
        assertThat(second(end.to())).isEqualTo(400);
        assertThat(end.switchedOff()).isTrue();
    }

    @Test
    void aGapThatNoDriveExplainsSaysWhichKindItIs() {
        assertThat(endBeforeHole(3700, 30_000)).isEqualTo(Break.Cause.GAP_TOO_LONG);
        assertThat(endBeforeHole(400, 40_000)).isEqualTo(Break.Cause.GAP_TOO_FAR);
        assertThat(endBeforeHole(600, 50)).isEqualTo(Break.Cause.GAP_AT_ONE_PLACE);
        assertThat(endBeforeHole(3000, 600)).isEqualTo(Break.Cause.GAP_TOO_SLOW);
    }

    private static Break.Cause endBeforeHole(int seconds, double metres) {
        Drive drive = new Drive(1).drive(300, 10).hole(seconds, metres).drive(300, 10);
        Break end = legs(drive).get(0).reasons().end();
        assertThat(second(end.from())).isEqualTo(299);
        assertThat(second(end.to())).isEqualTo(300 + seconds);
        return end.cause();
    }

    @Test
    void anEndBeforeAGapIsWalkedBackToWhereTheIgnitionWasSwitchedOff() {
        Drive drive = new Drive(1)
                .ignition(Ignition.ON)
                .drive(300, 10)
                .ignition(Ignition.OFF)
                .stand(50)
                .hole(2 * 3600, 0)
                .drive(300, 10);
        Leg leg = legs(drive, ProfileWith.ignitionOff(Duration.ofSeconds(100))).get(0);
        assertThat(leg.reasons().end().cause()).isEqualTo(Break.Cause.GAP_TOO_LONG);
        assertThat(leg.reasons().end().switchedOff()).isTrue();
        assertThat(end(leg)).isLessThan(leg.reasons().end().from().timeMillis());
    }

    @Test
    void onlyFixesThatPlaceNobodyEndAJourneyAfterAnHourOfThem() {
        Leg leg = legs(new Drive(10).stand(600).drive(300, 10).coarse(3700)).get(0);
        assertThat(leg.reasons().end().cause()).isEqualTo(Break.Cause.NOTHING_USABLE);
        assertThat(leg.reasons().end().to()).isNull();
    }

    @Test
    void aJourneyThatOnlyTheLastPointEndsSaysSo() {
        Leg leg = journey(new Drive(1).drive(300, 10));
        assertThat(leg.reasons().end().cause()).isEqualTo(Break.Cause.END_OF_POINTS);
        assertThat(second(leg.reasons().end().from())).isEqualTo(299);
    }

    @Test
    void aWeekOfStandingIsCutAndThatIsNoJourneysEnd() {
        Leg leg = legs(new Drive(60).stand(7 * 86_400)).get(0);
        assertThat(leg.reasons().end().cause()).isEqualTo(Break.Cause.LONG_STANDING);
    }

    @Test
    void droppedFixesAreThereOneByOneWithTheirReasons() {
        Leg leg = journey(new Drive(1)
                .drive(100, 10)
                .jump(5000)
                .drive(100, 10)
                .inaccurate(500, 2000)
                .drive(100, 10));
        assertThat(leg.reasons().dropped())
                .extracting(Dropped::reason)
                .containsExactly(DropReason.JUMP, DropReason.INACCURATE);
        assertThat(second(leg.reasons().dropped().get(0).point())).isEqualTo(100);
    }

    private static Leg journey(Drive drive) {
        return legs(drive).stream()
                .filter(leg -> leg.journey().isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static List<Leg> legs(Drive drive) {
        return legs(drive, Profile.defaults());
    }

    private static List<Leg> legs(Drive drive, Profile profile) {
        return legs(drive.points(), profile);
    }

    private static List<Leg> legs(List<Point> points, Profile profile) {
        JourneyFold fold = new JourneyFold(Versions.always(profile), FoldState.NEW);
        points.forEach(fold::accept);
        List<Leg> legs = new ArrayList<>(fold.ended());
        fold.finish().ifPresent(legs::add);
        return legs;
    }

    private static long start(Leg leg) {
        return leg.journey().orElseThrow().startMillis();
    }

    private static long end(Leg leg) {
        return leg.journey().orElseThrow().endMillis();
    }

    private static long second(Point point) {
        return (point.timeMillis() - Drive.startMillis()) / 1000;
    }
}
