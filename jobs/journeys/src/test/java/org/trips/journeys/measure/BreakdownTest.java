package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.Breakdown;
import org.trips.journeys.Driven;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.SeverityCounts;
import org.trips.journeys.SpeedBand;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;

/** In what circumstances a journey was driven. */
class BreakdownTest {
    /** A Monday, two minutes before ten in Helsinki. */
    private static final String BEFORE_TEN = "2026-03-02T07:58:00Z";

    @Test
    void whatIsDrivenUntilTenIsRushHour() {
        Breakdown breakdown = measure(null, Drive.from(BEFORE_TEN).to(10, 10).seconds(299));
        assertThat(breakdown.rushHour().millis()).isEqualTo(120_000);
        assertThat(breakdown.rushHour().distanceMm()).isBetween(1_185_000L, 1_205_000L);
        assertThat(breakdown.nightMm()).isZero();
    }

    @Test
    void metresAtNightAreThoseDrivenWhileTheClockShowsNight() {
        // Eleven in Helsinki, a minute after the start.
        Journey journey =
                journey(null, Drive.from("2026-03-02T20:59:00Z").to(10, 10).seconds(299));
        assertThat(journey.sums().nightMillis()).isEqualTo(240_000);
        assertThat(journey.sums().breakdown().nightMm()).isBetween(2_395_000L, 2_405_000L);
    }

    @Test
    void eachSpeedHasItsBandAndTheLastHasNoEnd() {
        Breakdown breakdown = measure(
                null,
                Drive.from(BEFORE_TEN)
                        .seconds(60)
                        .to(10, 10)
                        .seconds(100)
                        .to(40, 20)
                        .seconds(50));
        // 36 km/h for 100 s and 144 km/h for 50 s.
        assertThat(breakdown.speedBands().keySet().stream().map(SpeedBand::label))
                .containsExactly("0-30", "30-50", "50-80", "100-130", "130-");
        assertThat(breakdown.speedBands().get(new SpeedBand(30, 50)).distanceMm())
                .isBetween(990_000L, 1_090_000L);
        assertThat(breakdown
                        .speedBands()
                        .get(new SpeedBand(130, SpeedBand.UNBOUNDED))
                        .distanceMm())
                .isBetween(1_990_000L, 2_200_000L);
        assertThat(breakdown.speedBands().get(new SpeedBand(0, 30)).millis()).isBetween(60_000L, 70_000L);
        assertThat(breakdown.speedUnknown()).isEqualTo(Driven.NONE);
    }

    @Test
    void roadClassesAreThoseOfTheRoadsDrivenAndLimitsThatAreUnknownAreNoExposureToSpeeding(@TempDir Path folder)
            throws Exception {
        Journey journey =
                journey(ToyRoads.in(folder), Drive.from(BEFORE_TEN).to(20, 4).seconds(145));
        Breakdown breakdown = journey.sums().breakdown();
        long tertiary = breakdown.roadClasses().get(RoadClass.TERTIARY).distanceMm();
        assertThat(breakdown.roadClasses())
                .containsOnlyKeys(RoadClass.RESIDENTIAL, RoadClass.SECONDARY, RoadClass.TERTIARY);
        assertThat(tertiary).isBetween(900_000L, 960_000L);
        // The limit of the tertiary road is not known.
        assertThat(breakdown.speedingExposureMm()).isEqualTo(journey.distanceMm() - tertiary);
        assertThat(breakdown.ofAllClasses())
                .isEqualTo(breakdown.ofAllSpeeds())
                .isEqualTo(new Driven(journey.distanceMm(), journey.sums().durationMillis()));
    }

    @Test
    void aDeviceThatTellsNoSpeedsIsNotExposedToHarshEvents() {
        Journey told = journey(
                null, Drive.from(BEFORE_TEN).to(20, 2).seconds(60).to(10, 5).seconds(60));
        assertThat(told.sums().breakdown().brakings()).isEqualTo(new SeverityCounts(0, 0, 1));
        // In the two seconds at its ends nothing bears a manoeuvre out.
        assertThat(told.sums().breakdown().harshExposureMm())
                .isBetween(told.distanceMm() - 25_000, told.distanceMm() - 20_000);

        Journey untold = journey(
                null,
                Drive.from(BEFORE_TEN)
                        .withoutSpeeds()
                        .to(20, 2)
                        .seconds(60)
                        .to(10, 5)
                        .seconds(60));
        assertThat(untold.distanceMm()).isGreaterThan(1_000_000);
        assertThat(untold.sums().breakdown().harshExposureMm()).isZero();
    }

    @Test
    void whatLiesInAGapIsNotExposedToHarshEvents() {
        Journey journey = journey(
                null,
                Drive.from(BEFORE_TEN).to(10, 10).seconds(60).silentSeconds(60).seconds(60));
        // Nor is what lies within two seconds of it, or of the journey's ends: nothing there would bear a manoeuvre
        // out.
        assertThat(journey.distanceMm() - journey.sums().breakdown().harshExposureMm())
                .isBetween(660_000L, 680_000L);
    }

    private static Breakdown measure(RoadNetwork roads, Drive drive) {
        return journey(roads, drive).sums().breakdown();
    }

    private static Journey journey(RoadNetwork roads, Drive drive) {
        return new JourneyMeasurer(roads, Profile.defaults())
                .measure(
                        "k1-abc",
                        drive.journey(),
                        JourneyStatus.COMPLETE,
                        new DeviceAssignments(
                                1,
                                List.of(new PolicyAssignment(
                                        "P-1", Instant.EPOCH, null, ZoneId.of("Europe/Helsinki"), VehicleClass.VAN))));
    }
}
