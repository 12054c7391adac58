package org.trips.matching;

/**
 * What speaks for and against one edge of a path. The confidence made of it is the logistic function of {@link #terms}
 * times coefficients; the module's README tells what they were fitted on, and how they are fitted again.
 *
 * @param between whether no fix lies on the edge: the car came by between two of them
 * @param margin how much more the cheapest way costs that does not go over the fixes' places on this path, from 0 to 7
 *     (negative log-likelihood): at the fix on the edge where it is largest, or at the less sure one of those before and
 *     after
 * @param emissionCost what those fixes cost for lying beside the path: at the one that fits best, or the one of the two
 *     that fits worse
 * @param unseenSeconds the longest time between fixes while the edge was driven; 0 where a fix lies on it
 * @param detourShare how much longer the best way between the two fixes is that leaves the edge out, as a share of the
 *     chosen one, in metres as the search counts them; infinite where no way was found that counts half as much again, or
 *     none was looked for, as the car was seen every 10 s
 */
public record ConfidenceEvidence(
        boolean between, double margin, double emissionCost, double unseenSeconds, double detourShare) {
    /** A fix that lies so far off tells no more by lying further. */
    private static final double LARGEST_EMISSION = 4;
    /** A car that was not seen for so long may have gone elsewhere. */
    private static final double UNSEEN_SCALE_SECONDS = 30;
    /** A way this share longer than another is still nearly as likely. */
    private static final double DETOUR_SCALE = 0.1;

    private static final double[] COEFFICIENTS = {0.33, 0.77, -0.30, 2.52, 0.41, -0.65, -0.48, -0.17, -1.19, -0.32};

    /** How many terms there are. */
    static final int TERMS = COEFFICIENTS.length;

    /** What the terms are multiplied with. */
    public static double[] coefficients() {
        return COEFFICIENTS.clone();
    }

    /** What the coefficients are multiplied with. */
    public double[] terms() {
        double[] terms = new double[TERMS];
        writeTerms(between, margin, emissionCost, unseenSeconds, detourShare, terms);
        return terms;
    }

    static double confidence(double[] terms) {
        return confidence(terms, COEFFICIENTS);
    }

    /** How likely the edge was driven, between 0 and 1, by coefficients of which there are as many as terms. */
    public static double confidence(double[] terms, double[] coefficients) {
        double logit = 0;
        for (int i = 0; i < terms.length; i++) {
            logit += coefficients[i] * terms[i];
        }
        return 1 / (1 + Math.exp(-logit));
    }

    static void writeTerms(
            boolean between,
            double margin,
            double emissionCost,
            double unseenSeconds,
            double detourShare,
            double[] terms) {
        boolean otherWay = between && detourShare < Double.POSITIVE_INFINITY;
        double nearness = otherWay ? Math.exp(-detourShare / DETOUR_SCALE) : 0;
        terms[0] = 1;
        terms[1] = between ? 0 : margin;
        terms[2] = Math.min(LARGEST_EMISSION, emissionCost);
        terms[3] = between ? 1 : 0;
        terms[4] = between ? margin : 0;
        terms[5] = between ? Math.log1p(unseenSeconds / UNSEEN_SCALE_SECONDS) : 0;
        terms[6] = otherWay ? 1 : 0;
        terms[7] = otherWay ? margin : 0;
        terms[8] = nearness;
        terms[9] = nearness * margin;
    }
}
