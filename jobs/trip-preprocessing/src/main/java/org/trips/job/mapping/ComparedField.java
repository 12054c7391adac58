package org.trips.job.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A field in which an aggregate of another system is compared with this product's, and how far the two may lie apart.
 *
 * @param name its path in this product's documents, such as {@code harsh.braking}
 * @param tolerance in the unit of this product, of times in seconds; 0 where they have to be the same
 * @param toleranceShare of the greater of both, 0 to 1; what either of the two allows is allowed
 */
public record ComparedField(String name, BigDecimal tolerance, BigDecimal toleranceShare) {
    private static final String SEPARATOR = "\\.";

    /** What is lost where a unit is no whole number of another, as a share; far below what anybody measures. */
    private static final BigDecimal ROUNDING = new BigDecimal("1e-12");

    /** The field in one of this product's documents, or in one in their form; missing where there is none. */
    public JsonNode in(JsonNode document) {
        var value = document;
        for (String part : name.split(SEPARATOR)) {
            value = value.path(part);
        }
        return value;
    }

    /** Whether two values mean the same. Null and nothing are the same: another system has no fields of ours. */
    public boolean agree(JsonNode left, JsonNode right) {
        if (isNothing(left) || isNothing(right)) {
            return isNothing(left) && isNothing(right);
        }
        if (left.isNumber() && right.isNumber()) {
            return isNear(left.decimalValue(), right.decimalValue());
        }
        return left.asText().equals(right.asText()) || (tolerance.signum() > 0 && areNearTimes(left, right));
    }

    private boolean isNear(BigDecimal left, BigDecimal right) {
        var greater = left.abs().max(right.abs());
        var apart = left.subtract(right).abs().subtract(greater.multiply(ROUNDING));
        return apart.compareTo(tolerance) <= 0 || apart.compareTo(greater.multiply(toleranceShare)) <= 0;
    }

    private boolean areNearTimes(JsonNode left, JsonNode right) {
        var apart = Duration.between(Instant.parse(left.asText()), Instant.parse(right.asText()))
                .abs();
        return BigDecimal.valueOf(apart.toMillis(), 3).compareTo(tolerance) <= 0;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
