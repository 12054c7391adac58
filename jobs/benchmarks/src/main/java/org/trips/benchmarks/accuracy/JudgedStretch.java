package org.trips.benchmarks.accuracy;

import org.trips.matching.ConfidenceEvidence;

/** One edge of a matched path, what its confidence is made of, and how much of it was truly driven. */
final class JudgedStretch {
    private final double[] terms;
    private final double metres;
    private final double rightMetres;

    /** @param terms as {@link ConfidenceEvidence#terms} gives them; kept, not copied */
    JudgedStretch(double[] terms, double metres, double rightMetres) {
        this.terms = terms;
        this.metres = metres;
        this.rightMetres = rightMetres;
    }

    int termCount() {
        return terms.length;
    }

    double term(int i) {
        return terms[i];
    }

    double metres() {
        return metres;
    }

    double rightMetres() {
        return rightMetres;
    }

    double confidence(double[] coefficients) {
        return ConfidenceEvidence.confidence(terms, coefficients);
    }
}
