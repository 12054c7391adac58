package org.trips.matching.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trips.matching.MapMatcher;
import org.trips.matching.MatchedTrace;
import org.trips.matching.MatchingParameters;
import org.trips.matching.Trace;

/** Holds the accuracy in the README's table, and prints it. */
class RealDriveTest {
    private static final int DRAWS = 20;

    private static Optional<RealDrive> drive = Optional.empty();

    @BeforeAll
    static void findTheDrive() throws IOException {
        drive = RealDrive.find();
        if (drive.isEmpty()) {
            System.out.println(
                    "SKIPPED the tests on a real drive: there is no shared/data/kubicka beside the checkout");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "full, 0.0",
        "t05, 0.0",
        "t10, 0.0",
        "t30, 0.1",
        "t60, 0.7",
        "n05, 0.1",
        "n10, 0.1",
        "n20, 0.1",
        "n05.t10, 0.1",
        "n10.t10, 0.1",
        "n10.t30, 0.1"
    })
    void theRoadsDrivenAreFoundWithoutABreak(String variant, double mostPercent) throws IOException {
        assumeTrue(drive.isPresent());
        RealDrive real = drive.orElseThrow();

        MatchedTrace matched = new MapMatcher(real.roads(), MatchingParameters.defaults()).match(real.variant(variant));

        double percent = 100 * real.truth().score(matched).mismatch();
        System.out.printf("%-8s route mismatch %.2f %%%n", variant, percent);
        assertThat(percent).isLessThanOrEqualTo(mostPercent + 0.005);
        assertThat(matched.paths()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"5, 0, 0.1", "10, 0, 0.2", "20, 0, 0.3", "10, 10, 0.1", "10, 30, 0.1"})
    void noiseOfAnyDrawIsStood(double noise, int everySeconds, double mostPercent) throws IOException {
        assumeTrue(drive.isPresent());
        RealDrive real = drive.orElseThrow();
        Trace clean = real.variant("full");
        MapMatcher matcher = new MapMatcher(real.roads(), MatchingParameters.defaults());
        Degradation degradation = new Degradation(everySeconds, noise);

        double[] percent = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            MatchedTrace matched = matcher.match(degradation.of(clean, new Random(draw)));
            assertThat(matched.paths()).hasSize(1);
            percent[draw] = 100 * real.truth().score(matched).mismatch();
        }
        Arrays.sort(percent);
        double median = (percent[DRAWS / 2 - 1] + percent[DRAWS / 2]) / 2;
        System.out.printf(
                "%s: route mismatch median %.2f %%, worst of %d draws %.2f %%%n",
                degradation.label(), median, DRAWS, percent[DRAWS - 1]);
        assertThat(median).isLessThanOrEqualTo(mostPercent);
    }

    @Test
    void everyFixOfTheFullDriveLiesOnAWayThatWasDriven() throws IOException {
        assumeTrue(drive.isPresent());
        RealDrive real = drive.orElseThrow();

        MatchedTrace matched = new MapMatcher(real.roads(), MatchingParameters.defaults()).match(real.variant("full"));

        RouteScore score = real.truth().score(matched);
        assertThat(score.placedPoints()).isEqualTo(score.points());
        assertThat(score.rightPoints()).isEqualTo(score.points());
    }
}
