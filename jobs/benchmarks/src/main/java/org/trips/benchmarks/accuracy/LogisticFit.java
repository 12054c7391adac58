package org.trips.benchmarks.accuracy;

import java.util.Arrays;
import java.util.List;

/** Logistic regression by Newton's method, each observation weighted by its length. */
final class LogisticFit {
    private static final int MOST_STEPS = 30;
    private static final double SMALLEST_STEP = 1e-6;
    /** Keeps terms that hardly vary from growing without bound. */
    private static final double RIDGE = 1e-3;

    private LogisticFit() {}

    static double[] of(List<JudgedStretch> stretches) {
        double[] coefficients = new double[stretches.get(0).termCount()];
        double step = Double.POSITIVE_INFINITY;
        for (int i = 0; i < MOST_STEPS && step > SMALLEST_STEP; i++) {
            double[] change = solve(normalEquations(stretches, coefficients));
            step = 0;
            for (int k = 0; k < coefficients.length; k++) {
                coefficients[k] += change[k];
                step = Math.max(step, Math.abs(change[k]));
            }
        }
        return coefficients;
    }

    /** The curvature of the likelihood with its slope as the last column. */
    private static double[][] normalEquations(List<JudgedStretch> stretches, double[] coefficients) {
        int n = coefficients.length;
        double[][] rows = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            rows[i][i] = RIDGE;
        }
        for (JudgedStretch stretch : stretches) {
            double p = stretch.confidence(coefficients);
            double slope = stretch.rightMetres() - p * stretch.metres();
            double curvature = p * (1 - p) * stretch.metres();
            for (int i = 0; i < n; i++) {
                rows[i][n] += slope * stretch.term(i);
                for (int k = 0; k < n; k++) {
                    rows[i][k] += curvature * stretch.term(i) * stretch.term(k);
                }
            }
        }
        return rows;
    }

    /** Gauss and Jordan's elimination with pivots. */
    private static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column + 1; i < n; i++) {
                pivot = Math.abs(rows[i][column]) > Math.abs(rows[pivot][column]) ? i : pivot;
            }
            double[] pivotRow = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = pivotRow;
            for (int i = 0; i < n; i++) {
                if (i != column) {
                    double factor = rows[i][column] / pivotRow[column];
                    for (int k = column; k <= n; k++) {
                        rows[i][k] -= factor * pivotRow[k];
                    }
                }
            }
        }
        double[] solution = new double[n];
        Arrays.setAll(solution, i -> rows[i][n] / rows[i][i]);
        return solution;
    }
}
