package org.trips.cli.match;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers with the decimals that mean something in a file: centimetres, thousandths of a share. */
public final class Rounded {
    private static final int DEGREE_DECIMALS = 7;
    private static final int METRE_DECIMALS = 2;
    private static final int CONFIDENCE_DECIMALS = 3;

    private Rounded() {}

    static BigDecimal degrees(double value) {
        return BigDecimal.valueOf(value).setScale(DEGREE_DECIMALS, RoundingMode.HALF_UP);
    }

    /** Never up: what is not wholly sure must not be told as 1. */
    public static BigDecimal confidence(double value) {
        return BigDecimal.valueOf(value).setScale(CONFIDENCE_DECIMALS, RoundingMode.DOWN);
    }

    public static BigDecimal metres(double value) {
        return BigDecimal.valueOf(value).setScale(METRE_DECIMALS, RoundingMode.HALF_UP);
    }
}
