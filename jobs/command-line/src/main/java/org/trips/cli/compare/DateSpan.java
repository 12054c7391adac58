package org.trips.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The span of which documents are compared: journeys that start in it, by UTC, and days and months that begin in it.
 *
 * @param from the first day, or null
 * @param to the first day no longer in it, or null
 */
public record DateSpan(LocalDate from, LocalDate to) {
    /** Longer than a journey lasts in either system, so that of two that are one both are kept. */
    private static final int MARGIN_DAYS = 2;

    boolean contains(JsonNode document) {
        return contains(document, 0);
    }

    /** Whether a document lies in it, or so near that what it is paired with may. */
    boolean mayConcern(JsonNode document) {
        return contains(document, MARGIN_DAYS);
    }

    private boolean contains(JsonNode document, int marginDays) {
        if (from == null && to == null) {
            return true;
        }
        LocalDate begins = begins(document);
        return (from == null || !begins.isBefore(from.minusDays(marginDays)))
                && (to == null || begins.isBefore(to.plusDays(marginDays)));
    }

    private static LocalDate begins(JsonNode document) {
        if (document.has("day")) {
            return LocalDate.parse(document.path("day").asText());
        }
        if (document.has("month")) {
            return YearMonth.parse(document.path("month").asText()).atDay(1);
        }
        return LocalDate.ofInstant(Instant.parse(document.path("start").asText()), ZoneOffset.UTC);
    }
}
