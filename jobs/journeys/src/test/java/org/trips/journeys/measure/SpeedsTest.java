package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

class SpeedsTest {
    private static final String MORNING = "2026-03-01T07:30:00Z";

    @Test
    void aReportedSpeedIsBelieved() {
        Speeds speeds = reconcile(Drive.from(MORNING).to(10, 2).seconds(20).points());
        assertThat(speeds.mps(15)).isEqualTo(10);
        assertThat(speeds.reported(15)).isTrue();
        assertThat(speeds.cmps(15)).isEqualTo(1000);
    }

    @Test
    void whereNoneIsReportedItIsTheDistanceOverTheSecondsAround() {
        Speeds speeds = reconcile(
                Drive.from(MORNING).withoutSpeeds().to(10, 2).seconds(20).points());
        assertThat(speeds.mps(15)).isCloseTo(10, within(0.05));
        assertThat(speeds.reported(15)).isFalse();
    }

    @Test
    void aDeviceThatSendsOnceAMinuteHasTheSpeedBetweenItsNeighbours() {
        List<Point> points = Drive.from(MORNING)
                .withoutSpeeds()
                .to(10, 10)
                .silentSeconds(60)
                .silentSeconds(60)
                .points();
        assertThat(reconcile(points).mps(2)).isCloseTo(10, within(0.05));
    }

    @Test
    void aSpeedFrozenAtZeroWhileTheFixesRunOnIsNotBelieved() {
        Drive drive =
                Drive.from(MORNING).to(15, 3).seconds(10).frozenSeconds(20).seconds(10);
        Speeds speeds = reconcile(drive.points());
        assertThat(speeds.mps(26)).isCloseTo(15, within(0.1));
        assertThat(speeds.standing(26)).isFalse();
        assertThat(speeds.reported(26)).isFalse();
    }

    @Test
    void aShortHaltIsAHaltAndNotAFrozenSpeed() {
        Drive drive =
                Drive.from(MORNING).to(15, 3).seconds(10).to(0, 5).seconds(10).to(15, 5);
        Speeds speeds = reconcile(drive.points());
        assertThat(speeds.standing(25)).isTrue();
        assertThat(speeds.reported(25)).isTrue();
    }

    @Test
    void aSpeedThatNoRoadVehicleReachesIsNotBelieved() {
        List<Point> points = Drive.from(MORNING).to(10, 2).seconds(5).points();
        Point wrong = points.get(8);
        points.set(
                8,
                Point.at(wrong.timeMillis(), wrong.latitude(), wrong.longitude())
                        .speedMps(200)
                        .build());
        assertThat(reconcile(points).mps(8)).isLessThan(11);
    }

    @Test
    void aSpeedThatNoVehicleReachesIsUnknownAndNotStanding() {
        Speeds speeds = reconcile(
                Drive.from(MORNING).withoutSpeeds().to(90, 90).seconds(30).points());
        assertThat(speeds.mps(15)).isNaN();
        assertThat(speeds.cmps(15)).isNull();
        assertThat(speeds.standing(15)).isFalse();
    }

    private static Speeds reconcile(List<Point> points) {
        Profile profile = Profile.defaults();
        return Speeds.reconcile(points, ReportedSpeeds.judge(points, profile), null, profile);
    }
}
