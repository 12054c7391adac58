package org.trips.benchmarks.accuracy;

import java.util.List;

/** Stretches of matched paths gathered by their confidence, to see how much of each is right. */
final class ReliabilityBins {
    /** Where bins end; the last ends at 1. */
    private static final double[] ENDS = {0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 1};

    private final double[] metres = new double[ENDS.length];
    private final double[] expected = new double[ENDS.length];
    private final double[] right = new double[ENDS.length];

    ReliabilityBins(List<JudgedStretch> stretches, double[] coefficients) {
        for (JudgedStretch stretch : stretches) {
            double confidence = stretch.confidence(coefficients);
            int bin = 0;
            while (bin < ENDS.length - 1 && confidence >= ENDS[bin]) {
                bin++;
            }
            metres[bin] += stretch.metres();
            expected[bin] += stretch.metres() * confidence;
            right[bin] += stretch.rightMetres();
        }
    }

    static int count() {
        return ENDS.length;
    }

    static double from(int bin) {
        return bin == 0 ? 0 : ENDS[bin - 1];
    }

    static double to(int bin) {
        return ENDS[bin];
    }

    double metres(int bin) {
        return metres[bin];
    }

    /** Mean confidence by length; NaN where the bin is empty. */
    double confidence(int bin) {
        return expected[bin] / metres[bin];
    }

    /** Share of the length that is right; NaN where the bin is empty. */
    double rightShare(int bin) {
        return right[bin] / metres[bin];
    }

    /** Expected calibration error: by how much confidence and truth differ in the mean over the length. */
    double calibrationError() {
        double difference = 0;
        double total = 0;
        for (int bin = 0; bin < ENDS.length; bin++) {
            difference += Math.abs(expected[bin] - right[bin]);
            total += metres[bin];
        }
        return difference / total;
    }
}
