package org.trips.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trips.job.mapping.ComparedField;

/**
 * What both sides have in all in each field, of documents that are on both: many small differences to one side show here. Not
 * thread-safe.
 */
public final class FieldTotals {
    private final List<ComparedField> fields;
    private final Map<String, BigDecimal> left = new LinkedHashMap<>();
    private final Map<String, BigDecimal> right = new LinkedHashMap<>();

    private Duration lasting = Duration.ZERO;
    private Duration lastingOfRight = Duration.ZERO;

    /** @param fields of which those that are numbers are added up */
    public FieldTotals(List<ComparedField> fields) {
        this.fields = List.copyOf(fields);
    }

    public void add(JsonNode ofLeft, JsonNode ofRight) {
        if (ofLeft.has("end") && ofRight.has("end")) {
            lasting = lasting.plus(lasting(ofLeft));
            lastingOfRight = lastingOfRight.plus(lasting(ofRight));
        }
        for (ComparedField field : fields) {
            JsonNode one = field.in(ofLeft);
            JsonNode other = field.in(ofRight);
            if (one.isNumber() && other.isNumber()) {
                left.merge(field.name(), one.decimalValue(), BigDecimal::add);
                right.merge(field.name(), other.decimalValue(), BigDecimal::add);
            }
        }
    }

    private static Duration lasting(JsonNode journey) {
        return Duration.between(
                Instant.parse(journey.path("start").asText()),
                Instant.parse(journey.path("end").asText()));
    }

    /** How long the left's journeys lasted in all; zero for what are none. */
    public Duration lasting() {
        return lasting;
    }

    /** The same of the right. */
    public Duration lastingOfRight() {
        return lastingOfRight;
    }

    /** Empty where the field was a number on both sides of no document. */
    public Optional<BigDecimal> left(ComparedField field) {
        return Optional.ofNullable(left.get(field.name()));
    }

    /** As {@link #left}. */
    public Optional<BigDecimal> right(ComparedField field) {
        return Optional.ofNullable(right.get(field.name()));
    }

    /** How much more the right has, as a share of the left; empty where the left has none. */
    public Optional<BigDecimal> apart(ComparedField field) {
        return left(field)
                .filter(total -> total.signum() != 0)
                .map(total -> right(field).orElseThrow().subtract(total).divide(total, MathContext.DECIMAL64));
    }
}
