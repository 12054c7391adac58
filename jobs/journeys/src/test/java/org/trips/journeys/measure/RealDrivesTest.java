package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Sums;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.JourneyPoints;

/**
 * Harsh events per 100 km on real drives with the default GPS thresholds, against what was measured on the same drives
 * when the defaults were chosen. Tolerance 10 %: which pairs of fixes count beside a gap, and which metres count while
 * a vehicle stands, was each counter's own choice.
 */
class RealDrivesTest {
    private static final double TOLERANCE = 0.10;

    @Test
    void cityDrivesBrakeHardFortyTimesIn100Km() throws IOException {
        Sums sums = measure(RealDrives.ndsbr(folder("ndsbr")));
        print("ndsbr", sums);
        assertThat(sums.distanceMm() / 1e6).isCloseTo(109, within(0.05 * 109));
        assertThat(rate(sums.brakings(), sums)).isCloseTo(42.1, within(42.1 * TOLERANCE));
        // 18.3 with two that were the receiver's, a speed that falls and is back within a second, and one at a start.
        assertThat(rate(sums.accelerations(), sums)).isCloseTo(16.4, within(16.4 * TOLERANCE));
        // Measured over a heading baseline of 2 s, with the gate on every sample.
        assertThat(rate(sums.cornerings(), sums)).isCloseTo(8.2, within(8.2 * TOLERANCE));
    }

    @Test
    void countryDrivesBrakeHardFourTimesIn100Km() throws IOException {
        Sums sums = measure(RealDrives.driveplotr(folder("nds-driveplotr"), false));
        print("nds-driveplotr", sums);
        assertThat(sums.distanceMm() / 1e6).isCloseTo(369, within(0.05 * 369));
        // 4.3 with one that was the receiver's: 0.3, 3.1, 0.2 m/s, while its positions did not move.
        assertThat(rate(sums.brakings(), sums)).isCloseTo(3.9, within(3.9 * TOLERANCE));
        assertThat(rate(sums.accelerations(), sums)).isCloseTo(11.1, within(11.1 * TOLERANCE));
        // The 1.9 measured over a baseline of 1 s is an upper bound for one of 2 s.
        assertThat(rate(sums.cornerings(), sums)).isLessThan(1.9);
    }

    @Test
    void theAccelerometerSeesHarshBrakingThatGpsSmoothsAway() throws IOException {
        Path folder = folder("nds-driveplotr");
        Sums byGps = measure(RealDrives.driveplotr(folder, false));
        Sums byAccelerometer = measure(RealDrives.driveplotr(folder, true));
        print("nds-driveplotr, accelerometer", byAccelerometer);
        assertThat(byAccelerometer.brakings()).isGreaterThan(byGps.brakings());
        assertThat(byAccelerometer.cornerings()).isGreaterThan(byGps.cornerings());
        assertThat(byAccelerometer.distanceMm()).isEqualTo(byGps.distanceMm());
    }

    private static Path folder(String name) {
        Optional<Path> folder = RealDrives.folder(name);
        if (folder.isEmpty()) {
            System.out.println(
                    "SKIPPED a test on real drives: there is no shared/data/" + name + " beside the checkout");
        }
        assumeTrue(folder.isPresent());
        return folder.get();
    }

    private static Sums measure(Collection<List<Point>> drives) {
        JourneyMeasurer measurer = new JourneyMeasurer(null, Profile.defaults());
        return drives.stream()
                .map(RealDrivesTest::oneFixATime)
                .map(points -> measurer.measure(
                        "k1-real", new JourneyPoints(points, Map.of()), JourneyStatus.SETTLED, DeviceAssignments.NONE))
                .map(Journey::sums)
                .reduce(Sums.NONE, Sums::plus);
    }

    private static List<Point> oneFixATime(List<Point> drive) {
        List<Point> sorted = new ArrayList<>(drive);
        Collections.sort(sorted);
        List<Point> distinct = new ArrayList<>();
        for (Point point : sorted) {
            if (distinct.isEmpty() || distinct.get(distinct.size() - 1).timeMillis() != point.timeMillis()) {
                distinct.add(point);
            }
        }
        return distinct;
    }

    private static void print(String drives, Sums sums) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f km; per 100 km braking %.1f, acceleration %.1f, cornering %.1f%n",
                drives,
                sums.distanceMm() / 1e6,
                rate(sums.brakings(), sums),
                rate(sums.accelerations(), sums),
                rate(sums.cornerings(), sums));
    }

    private static double rate(long events, Sums sums) {
        return events * 1e8 / sums.distanceMm();
    }
}
