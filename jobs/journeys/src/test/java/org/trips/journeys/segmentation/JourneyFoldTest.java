package org.trips.journeys.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.ProfileWith;
import org.trips.journeys.profile.Versions;

class JourneyFoldTest {
    private static final Versions<Profile> PROFILES = Versions.always(Profile.defaults());

    @Test
    void aJourneyLastsFromLeavingTheParkingPlaceToComingToRest() {
        Drive drive = new Drive(1).stand(600).drive(300, 10).stand(400);
        JourneyPoints journey = onlyJourney(legs(drive));
        assertThat(second(journey.startMillis())).isBetween(595L, 603L);
        assertThat(second(journey.endMillis())).isBetween(895L, 901L);
    }

    @Test
    void aVehicleThatPassesItsParkingPlaceAgainHadStartedBefore() {
        Drive roundTheBlock = new Drive(1)
                .stand(600)
                .drive(10, 10)
                .drive(12, -10)
                .drive(300, 10)
                .stand(400);
        JourneyPoints journey = onlyJourney(legs(withSpeeds(roundTheBlock.points())));
        assertThat(second(journey.startMillis())).isBetween(598L, 600L);
    }

    @Test
    void aReflectionThatPutsAStandingVehicleHundredsOfMetresAwayIsDroppedAndDoesNotHoldUpTheEnd() {
        Drive drive = new Drive(10).tellingSpeed().drive(600, 10);
        for (int i = 0; i < 20; i++) {
            drive.stand(100).jump(400).jump(410);
        }
        drive.stand(10);
        List<Leg> legs = legs(drive);
        JourneyPoints journey = onlyJourney(legs);
        assertThat(second(journey.endMillis())).isBetween(580L, 610L);
        assertThat(dropped(legs)).containsEntry(DropReason.JUMP, 40L);
    }

    @Test
    void aVehicleThatIsHeardDrivingOrDoesNotComeBackWasWhereItSaidItStood() {
        Drive toTheNextLight = new Drive(30)
                .tellingSpeed()
                .drive(300, 10)
                .stand(60)
                .hole(30, 300)
                .stand(60)
                .drive(300, 10)
                .stand(600);
        List<Leg> legs = legs(toTheNextLight);
        assertThat(onlyJourney(legs).points()).hasSizeGreaterThan(20);
        assertThat(dropped(legs)).doesNotContainKey(DropReason.JUMP);

        Drive andAwayForGood = new Drive(10)
                .tellingSpeed()
                .drive(300, 10)
                .stand(60)
                .hole(10, 300)
                .stand(120);
        assertThat(dropped(legs(andAwayForGood))).doesNotContainKey(DropReason.JUMP);
    }

    @Test
    void aDeviceThatAlwaysSaysItStandsIsBelievedWhereItGoes() {
        for (double speed : new double[] {10, 30}) {
            JourneyPoints journey = onlyJourney(legs(new Drive(10)
                    .speedFrozenAtNought()
                    .stand(600)
                    .drive(900, speed)
                    .stand(600)));
            JourneyPoints withoutSpeed =
                    onlyJourney(legs(new Drive(10).stand(600).drive(900, speed).stand(600)));
            assertThat(journey.startMillis()).isEqualTo(withoutSpeed.startMillis());
            assertThat(journey.points()).hasSameSizeAs(withoutSpeed.points());
        }
    }

    @Test
    void aDeviceThatAlwaysSaysItStandsIsBelievedAfterAFixFromFarAwayToo() {
        Drive drive = new Drive(10)
                .speedFrozenAtNought()
                .stand(600)
                .jump(500_000)
                .drive(900, 30)
                .stand(600);
        assertThat(onlyJourney(legs(drive)).points()).hasSizeGreaterThan(85);
    }

    @Test
    void aVehicleLastHeardOfElsewhereIsParkedThere() {
        Drive drive = new Drive(10).tellingSpeed().stand(600).hole(60, 2000).stand(10);
        List<Leg> legs = legs(drive);
        assertThat(legs.get(legs.size() - 1).after().last())
                .isEqualTo(drive.points().get(60));
    }

    @Test
    void fiveMinutesWithinTwoHundredMetresEndAJourney() {
        assertThat(journeys(legs(
                        new Drive(1).drive(300, 10).stand(310).drive(300, 10).stand(400))))
                .hasSize(2);
    }

    @Test
    void aStopAtALevelCrossingDoesNotEndAJourney() {
        assertThat(journeys(legs(
                        new Drive(1).drive(300, 10).stand(269).drive(300, 10).stand(400))))
                .hasSize(1);
    }

    @Test
    void switchingTheIgnitionOffEndsAJourneyAtOnce() {
        Drive drive = new Drive(1)
                .ignition(Ignition.ON)
                .drive(300, 10)
                .ignition(Ignition.OFF)
                .stand(60)
                .ignition(Ignition.ON)
                .drive(300, 10)
                .ignition(Ignition.OFF)
                .stand(10);
        List<JourneyPoints> journeys = journeys(legs(drive));
        assertThat(journeys).hasSize(2);
        assertThat(second(journeys.get(0).endMillis())).isEqualTo(300);
    }

    @Test
    void aHoleOfMoreThanAnHourAlwaysSplits() {
        assertThat(journeys(legs(new Drive(1).drive(300, 10).hole(3700, 30_000).drive(300, 10))))
                .hasSize(2);
    }

    @Test
    void aHoleIsBridgedWhereTheDriveExplainsIt() {
        assertThat(journeys(legs(new Drive(1).drive(300, 10).hole(600, 9_000).drive(300, 10))))
                .hasSize(1);
    }

    @Test
    void aHoleIsAStopWhereTheVehicleIsFoundAtTheSamePlace() {
        assertThat(journeys(legs(new Drive(1).drive(300, 10).hole(600, 50).drive(300, 10))))
                .hasSize(2);
    }

    @Test
    void aHoleInWhichTheVehicleHardlyMovedSplits() {
        assertThat(journeys(legs(new Drive(1).drive(300, 10).hole(3000, 600).drive(300, 10))))
                .hasSize(2);
    }

    @Test
    void standingForTheStopTimeEndsAJourneyAndASecondLessDoesNot() {
        assertThat(journeys(legs(stopOf(299)))).hasSize(1);
        assertThat(journeys(legs(stopOf(300)))).hasSize(2);
    }

    private static Drive stopOf(int seconds) {
        return new Drive(1).drive(300, 40).stand(seconds).drive(300, 40).stand(400);
    }

    @Test
    void creepingUpToALevelCrossingIsNoPartOfTheStopThere() {
        Drive queue =
                new Drive(1).drive(300, 10).drive(60, 2).stand(269).drive(60, 2).drive(300, 10);
        assertThat(journeys(legs(queue))).hasSize(1);
    }

    @Test
    void movingAboutOnAYardForTwiceTheStopTimeEndsAJourney() {
        Drive drive = new Drive(1).drive(300, 10);
        for (int i = 0; i < 6; i++) {
            drive.drive(50, 3).drive(50, -3);
        }
        List<JourneyPoints> journeys = journeys(legs(drive.drive(300, 10)));
        assertThat(journeys).hasSize(2);
        assertThat(second(journeys.get(0).endMillis())).isLessThan(400);
    }

    @Test
    void aHoleThatNoVehicleDrivesInItsTimeSplits() {
        List<JourneyPoints> journeys =
                journeys(legs(new Drive(1).drive(300, 10).hole(400, 40_000).drive(300, 10)));
        assertThat(journeys).hasSize(2);
        assertThat(journeys.get(1).parked()).isNull();
    }

    @Test
    void aTunnelSplitsNothing() {
        JourneyPoints journey =
                onlyJourney(legs(new Drive(1).drive(300, 10).hole(250, 4_000).drive(300, 10)));
        assertThat(journey.parked()).isNull();
    }

    @Test
    void aStartLostInAGarageKnowsWhereTheVehicleWasParked() {
        Drive drive = new Drive(1).stand(600).hole(8 * 3600, 800).drive(300, 10).stand(400);
        JourneyPoints journey = onlyJourney(legs(drive));
        assertThat(second(journey.startMillis())).isEqualTo(600 + 8 * 3600);
        assertThat(journey.parked()).isEqualTo(drive.points().get(599));
    }

    @Test
    void alsoWhereOnlyTheBoundaryRecordIsLeft() {
        List<Point> before = new Drive(1).drive(300, 10).stand(600).points();
        FoldState boundary = stored(legs(before).get(0).after());
        Drive after = new Drive(1).hole(300 * 86_400, 3_800).drive(300, 10).stand(400);
        List<JourneyPoints> journeys = journeys(legs(after.points(), boundary, PROFILES));
        assertThat(journeys).singleElement().satisfies(journey -> assertThat(journey.parked())
                .isEqualTo(boundary.last()));
    }

    @Test
    void whatIsFirstSeenFarFromWhereItWasParkedMayHaveBeenAnywhere() {
        Drive drive = new Drive(1).stand(600).hole(8 * 3600, 2_100).drive(300, 10);
        assertThat(onlyJourney(legs(drive)).parked()).isNull();
    }

    @Test
    void aStartThatWasSeenWasNotLost() {
        Drive drive = new Drive(1).stand(600).hole(8 * 3600, 20).stand(30).drive(300, 10);
        assertThat(onlyJourney(legs(drive)).parked()).isNull();
    }

    @Test
    void aDriveIntoAGarageEndsWithItsLastFixAndTheNextOneStartsFromThere() {
        Drive drive = new Drive(1).drive(300, 10).hole(9 * 3600, 400).drive(300, 10);
        List<JourneyPoints> journeys = journeys(legs(drive));
        assertThat(journeys).hasSize(2);
        assertThat(second(journeys.get(0).endMillis())).isEqualTo(299);
        assertThat(second(journeys.get(1).startMillis())).isEqualTo(300 + 9 * 3600);
        assertThat(journeys.get(1).parked()).isEqualTo(drive.points().get(299));
    }

    @Test
    void anEndIsWalkedBackToWhereTheVehicleStoppedThoughItsDeviceFallsSilentSoon() {
        Drive drive = new Drive(1).drive(300, 10).stand(200);
        assertThat(second(onlyJourney(legs(drive)).endMillis())).isBetween(296L, 300L);
        drive.hole(2 * 3600, 0).stand(30).drive(300, 10);
        assertThat(second(journeys(legs(drive)).get(0).endMillis())).isBetween(296L, 300L);
    }

    @Test
    void anEndAtSpeedIsWhereTheVehicleIsHeardLast() {
        assertThat(second(onlyJourney(legs(new Drive(1).drive(300, 10))).endMillis()))
                .isEqualTo(299);
    }

    @Test
    void anEngineSwitchedOffAtACrossingSplitsNothingWhereTheProfileGivesItTime() {
        assertThat(journeys(legs(switchedOffFor(100), Duration.ZERO))).hasSize(2);
        assertThat(journeys(legs(switchedOffFor(100), Duration.ofSeconds(101)))).hasSize(1);
        List<JourneyPoints> journeys = journeys(legs(switchedOffFor(101), Duration.ofSeconds(101)));
        assertThat(journeys).hasSize(2);
        assertThat(second(journeys.get(0).endMillis())).isEqualTo(300);
    }

    /** The first fix with the ignition off is that at second 300, the first with it on again so much later. */
    private static Drive switchedOffFor(int seconds) {
        return new Drive(1)
                .ignition(Ignition.ON)
                .drive(300, 10)
                .ignition(Ignition.OFF)
                .stand(seconds)
                .ignition(Ignition.ON)
                .drive(300, 10);
    }

    @Test
    void aJourneyStartsWhereTheIgnitionIsSwitchedOnThoughTheDriverWaits() {
        JourneyPoints journey = onlyJourney(legs(startedAfter(250)));
        assertThat(second(journey.startMillis())).isEqualTo(600);
    }

    @Test
    void anEngineThatRunsForAsLongAsAStopBeforeLeavingMakesNoStart() {
        JourneyPoints journey = onlyJourney(legs(startedAfter(400)));
        assertThat(second(journey.startMillis())).isBetween(995L, 1003L);
    }

    private static Drive startedAfter(int seconds) {
        return new Drive(1)
                .ignition(Ignition.OFF)
                .stand(600)
                .ignition(Ignition.ON)
                .stand(seconds)
                .drive(300, 10)
                .stand(400);
    }

    @Test
    void anIgnitionThatIsNotWiredSaysNothing() {
        for (Ignition stuck : List.of(Ignition.ON, Ignition.OFF)) {
            Drive drive = new Drive(1).ignition(stuck).stand(600).drive(300, 10).stand(400);
            JourneyPoints journey = onlyJourney(legs(drive));
            assertThat(second(journey.startMillis())).isBetween(595L, 603L);
            assertThat(second(journey.endMillis())).isBetween(895L, 901L);
        }
    }

    @Test
    void shuntingInAYardIsNoJourneyAndSaysWhy() {
        Drive drive = new Drive(1).stand(600);
        for (int i = 0; i < 20; i++) {
            drive.drive(40, 3).stand(30).drive(40, -3).stand(30);
        }
        List<Leg> legs = legs(drive.stand(400));
        assertThat(journeys(legs)).isEmpty();
        assertThat(tally(legs).dropped()).containsOnlyKeys(DropReason.PARKED);
    }

    @Test
    void aHopToTheNextDoorTellsHowShortItWas() {
        List<Leg> legs = legs(new Drive(1).stand(600).drive(42, 5).stand(600));
        assertThat(journeys(legs)).isEmpty();
        assertThat(tally(legs).dropped()).containsKey(DropReason.TOO_SHORT);
        assertThat(legs.stream().flatMap(leg -> leg.tooShort().stream()))
                .singleElement()
                .satisfies(hop -> {
                    // Without speeds, the 30 m around both places are none that it is seen driving.
                    assertThat(hop.metres()).isBetween(150.0, 199.0);
                    assertThat(second(hop.startMillis())).isBetween(595L, 606L);
                });
    }

    @Test
    void driftUnderARoofIsNoJourney() {
        List<Leg> legs = legs(new Drive(10).drift(20 * 3600, 120));
        assertThat(journeys(legs)).isEmpty();
        assertThat(tally(legs).dropped()).containsOnlyKeys(DropReason.PARKED);
    }

    @Test
    void aShortHopIsNoJourney() {
        List<Leg> legs = legs(new Drive(1).stand(300).drive(25, 10).stand(400));
        assertThat(journeys(legs)).isEmpty();
        assertThat(tally(legs).dropped()).containsKey(DropReason.TOO_SHORT);
    }

    @Test
    void aFixThatNoVehicleReachesIsDropped() {
        JourneyPoints journey =
                onlyJourney(legs(new Drive(1).drive(100, 10).jump(5000).drive(100, 10)));
        assertThat(journey.dropped()).isEqualTo(Map.of(DropReason.JUMP, 1));
        assertThat(journey.points()).noneMatch(point -> point.longitude() > 24.01);
    }

    @Test
    void aFixThatCallsItselfInaccurateIsDropped() {
        JourneyPoints journey = onlyJourney(
                legs(new Drive(1).drive(100, 10).inaccurate(500, 2000).drive(100, 10)));
        assertThat(journey.dropped()).isEqualTo(Map.of(DropReason.INACCURATE, 1));
    }

    @Test
    void threeFixesThatAgreeAreBelievedAndSplitTheJourney() {
        List<JourneyPoints> journeys =
                journeys(legs(new Drive(1).drive(300, 10).hole(1, 8_000).drive(300, 10)));
        assertThat(journeys).hasSize(2);
        assertThat(journeys.get(1).dropped()).isEmpty();
    }

    @Test
    void aDriveWithoutEndIsSplitAfterTwentyFourHours() {
        List<JourneyPoints> journeys = journeys(legs(new Drive(30).drive(30 * 3600, 10)));
        assertThat(journeys).hasSize(2);
        assertThat(journeys.get(1).startMillis()).isEqualTo(journeys.get(0).endMillis());
    }

    @Test
    void aVehicleParkedForAWeekIsCutIntoLegsOfADay() {
        assertThat(legs(new Drive(60).stand(7 * 86_400))).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void aDeviceThatOnlySendsCoarseFixesIsCutIntoLegsOfADay() {
        Drive drive = new Drive(60).coarse(7 * 86_400);
        List<Leg> legs = legs(drive);
        assertThat(legs).hasSizeGreaterThanOrEqualTo(7);
        assertThat(tally(legs).dropped()).isEqualTo(Map.of(DropReason.INACCURATE, 7 * 1440L));
        assertThat(legs.stream().map(leg -> leg.from().timeMillis())).doesNotHaveDuplicates();
    }

    @Test
    void coarseFixesForLongerThanAJourneyBridgesEndIt() {
        List<Leg> legs = legs(new Drive(10).stand(600).drive(300, 10).coarse(3700));
        assertThat(journeys(legs)).hasSize(1);
        assertThat(legs).hasSize(2);
        assertThat(second(legs.get(0).after().timeMillis())).isEqualTo(890);
    }

    @Test
    void howeverManyCoarseFixesCameAFoldLooksBackNoFurtherThanAJourneyBridges() {
        for (Drive before : List.of(
                new Drive(10),
                new Drive(10).stand(600),
                new Drive(10).drive(300, 10),
                new Drive(10).stand(600).jump(9_000_000))) {
            JourneyFold fold = new JourneyFold(PROFILES, FoldState.NEW);
            Drive drive = before.coarse(20 * 3600);
            drive.points().forEach(fold::accept);
            long behind = drive.seconds() - second(fold.resumable().timeMillis());
            assertThat(behind).isLessThanOrEqualTo(3600 + 10);
        }
    }

    @Test
    void aVehicleThatComesOutOfHidingStartsWhereItIsSeenAgain() {
        Drive drive = new Drive(10).stand(600).coarse(30 * 3600).hole(10, 3000).drive(300, 10);
        JourneyPoints journey = onlyJourney(legs(drive));
        assertThat(second(journey.startMillis())).isEqualTo(600 + 30 * 3600 + 10);
        // Those of the last two minutes before the start, in which a fix that is being found jumps.
        assertThat(journey.dropped()).containsExactly(Map.entry(DropReason.INACCURATE, 10));
    }

    @Property(tries = 300)
    void everyPointIsInOneLegAndHasOneVerdict(@ForAll("drives") List<Point> points) {
        assertThat(tally(legs(points)).total()).isEqualTo(points.size());
    }

    @Property(tries = 300)
    void aFoldResumedAnywhereGoesOnAsIfNeverInterrupted(
            @ForAll("drives") List<Point> points, @ForAll @IntRange(max = 10_000) int cut, @ForAll long seed) {
        Versions<Profile> profiles = ProfileChanges.within(points, new Random(seed));
        int at = points.isEmpty() ? 0 : cut % points.size();
        JourneyFold whole = new JourneyFold(profiles, FoldState.NEW);
        points.forEach(whole::accept);

        JourneyFold before = new JourneyFold(profiles, FoldState.NEW);
        points.subList(0, at).forEach(before::accept);
        FoldState state = stored(before.resumable());
        JourneyFold after = new JourneyFold(profiles, state);
        points.stream().filter(point -> point.timeMillis() > state.timeMillis()).forEach(after::accept);

        List<FoldState> breaks = new ArrayList<>();
        before.ended().forEach(leg -> breaks.add(leg.after()));
        after.ended().forEach(leg -> breaks.add(leg.after()));
        assertThat(breaks).isEqualTo(whole.ended().stream().map(Leg::after).toList());
        assertThat(after.resumable()).isEqualTo(whole.resumable());
    }

    @Property(tries = 300)
    void aFoldBegunAtAnyBreakFindsTheSameLegs(@ForAll("drives") List<Point> points, @ForAll long seed) {
        Versions<Profile> profiles = ProfileChanges.within(points, new Random(seed));
        List<Leg> legs = legs(points, FoldState.NEW, profiles);
        for (int i = 0; i < legs.size(); i++) {
            FoldState from = stored(legs.get(i).from());
            List<Point> rest = points.stream()
                    .filter(point -> point.timeMillis() > from.timeMillis())
                    .toList();
            assertThat(legs(rest, from, profiles)).isEqualTo(legs.subList(i, legs.size()));
        }
    }

    /** One thing a vehicle or its device does. */
    private record Step(int kind, int seconds, double amount) {
        Drive on(Drive drive) {
            return switch (kind) {
                case 0, 1 -> drive.drive(seconds, amount);
                case 2 -> drive.stand(seconds);
                case 3 -> drive.drift(seconds, amount * 10);
                case 4 -> drive.hole(seconds * 6, amount * seconds);
                case 5 -> drive.jump(amount * 200);
                case 6 -> drive.inaccurate(amount * 100, amount * 30);
                case 7 -> drive.coarse(seconds * 6);
                case 8 -> drive.coarse(20 * 3600).jump(amount * 20_000);
                default -> drive.ignition(seconds % 2 == 0 ? Ignition.ON : Ignition.OFF);
            };
        }
    }

    @Provide
    Arbitrary<List<Point>> drives() {
        Arbitrary<Step> steps = Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(1, 900),
                        Arbitraries.doubles().between(0, 30))
                .as(Step::new);
        return Combinators.combine(steps.list().ofMinSize(1).ofMaxSize(12), Arbitraries.of(5, 10, 30, 60))
                .as((list, stepSeconds) -> {
                    Drive drive = new Drive(stepSeconds);
                    for (Step step : list) {
                        drive = step.on(drive);
                    }
                    return drive.points();
                });
    }

    private static FoldState stored(FoldState state) {
        ByteColumn out = new ByteColumn(64);
        state.write(out);
        byte[] bytes = out.toBytes();
        assertThat(bytes.length).isLessThanOrEqualTo(64);
        return FoldState.read(new ByteColumn(bytes));
    }

    private static List<Leg> legs(Drive drive) {
        return legs(drive.points());
    }

    private static List<Leg> legs(Drive drive, Duration ignitionOff) {
        return legs(drive.points(), FoldState.NEW, Versions.always(ProfileWith.ignitionOff(ignitionOff)));
    }

    private static List<Leg> legs(List<Point> points) {
        return legs(points, FoldState.NEW, PROFILES);
    }

    private static List<Leg> legs(List<Point> points, FoldState from, Versions<Profile> profiles) {
        JourneyFold fold = new JourneyFold(profiles, from);
        points.forEach(fold::accept);
        List<Leg> legs = new ArrayList<>(fold.ended());
        fold.finish().ifPresent(legs::add);
        return legs;
    }

    private static List<JourneyPoints> journeys(List<Leg> legs) {
        return legs.stream().flatMap(leg -> leg.journey().stream()).toList();
    }

    private static JourneyPoints onlyJourney(List<Leg> legs) {
        List<JourneyPoints> journeys = journeys(legs);
        assertThat(journeys).hasSize(1);
        return journeys.get(0);
    }

    private static List<Point> withSpeeds(List<Point> points) {
        List<Point> fast = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double metres = i == 0 ? 0 : points.get(i - 1).metresTo(point);
            fast.add(Point.at(point.timeMillis(), point.latitude(), point.longitude())
                    .speedMps(metres)
                    .build());
        }
        return fast;
    }

    private static PointTally tally(List<Leg> legs) {
        return legs.stream().map(Leg::tally).reduce(PointTally.NONE, PointTally::plus);
    }

    private static long second(long millis) {
        return (millis - Drive.startMillis()) / 1000;
    }

    private static Map<DropReason, Long> dropped(List<Leg> legs) {
        return legs.stream()
                .map(Leg::tally)
                .reduce(PointTally.NONE, PointTally::plus)
                .dropped();
    }
}
