package org.trips.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogisticFitTest {
    @Test
    void theFitIsAsSureAsItsStretchesAreRight() {
        List<JudgedStretch> stretches = List.of(
                new JudgedStretch(new double[] {1, 0}, 1000, 500),
                new JudgedStretch(new double[] {1, 1}, 3000, 2700),
                new JudgedStretch(new double[] {1, 1}, 1000, 900));
        double[] coefficients = LogisticFit.of(stretches);

        assertThat(stretches.get(0).confidence(coefficients)).isCloseTo(0.5, within(0.001));
        assertThat(stretches.get(1).confidence(coefficients)).isCloseTo(0.9, within(0.001));
        assertThat(new ReliabilityBins(stretches, coefficients).calibrationError())
                .isLessThan(0.001);
    }

    @Test
    void theErrorIsByHowMuchConfidenceAndTruthDiffer() {
        List<JudgedStretch> stretches = List.of(
                new JudgedStretch(new double[] {0}, 1000, 700), // 0.5 sure
                new JudgedStretch(new double[] {Double.POSITIVE_INFINITY}, 3000, 3000)); // sure
        ReliabilityBins bins = new ReliabilityBins(stretches, new double[] {1});

        assertThat(bins.calibrationError()).isCloseTo(0.2 * 1000 / 4000, within(1e-9));
        assertThat(bins.rightShare(ReliabilityBins.count() - 1)).isEqualTo(1);
    }
}
