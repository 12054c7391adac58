package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.roads.Earth;

class GpsLineTest {
    private static final String MORNING = "2026-03-01T07:30:00Z";
    private static final double STOP_RADIUS = 200;
    private static final double METRES_PER_DEGREE = Earth.RADIUS_METRES * Math.toRadians(1);

    @Test
    void aStandingVehicleThatIsSeenElsewhereOnceMakesNoMetres() {
        assertThat(metresOfStanding(30, 215, 20, 40)).isCloseTo(0, within(0.5));
    }

    @Test
    void aStandingVehicleThatIsSeenElsewhereFromThenOnWasMovedThere() {
        assertThat(metresOfStanding(30, 215, 210, 220)).isCloseTo(215, within(2.0));
        assertThat(metresOfStanding(30, 20, 215)).isCloseTo(215, within(2.0));
    }

    /** Of the fixes of a vehicle that has come to rest, so many metres north of where it did. */
    private static double metresOfStanding(double... north) {
        Drive drive = Drive.from(MORNING).to(14, 2).seconds(60).to(0, 2);
        List<Point> points = new ArrayList<>(drive.points());
        int atRest = points.size() - 1;
        Point rest = points.get(atRest);
        for (double metres : north) {
            points.add(Point.at(
                            points.get(points.size() - 1).timeMillis() + 10_000,
                            rest.latitude() + metres / METRES_PER_DEGREE,
                            rest.longitude())
                    .speedMps(0.1)
                    .build());
        }
        Profile profile = Profile.defaults();
        Speeds speeds = Speeds.reconcile(points, ReportedSpeeds.judge(points, profile), null, profile);
        double[] metres = GpsLine.metres(points, speeds, STOP_RADIUS);
        return metres[metres.length - 1] - metres[atRest];
    }
}
