package org.trips.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;

/**
 * The span of which documents are compared: journeys that start in it, by UTC, and days and months that begin in it.
 *
 * @param from the first day, or null
 * @param to the first day no longer in it, or null
 */
public record DateSpan(LocalDate from, LocalDate to) {
    private static final String FIRST_OF_MONTH = "-01";
    private static final int DATE_LENGTH = 10;

    boolean contains(JsonNode document) {
        if (from == null && to == null) {
            return true;
        }
        LocalDate begins = begins(document);
        return (from == null || !begins.isBefore(from)) && (to == null || begins.isBefore(to));
    }

    private static LocalDate begins(JsonNode document) {
        if (document.has("day")) {
            return LocalDate.parse(document.path("day").asText());
        }
        if (document.has("month")) {
            return LocalDate.parse(document.path("month").asText() + FIRST_OF_MONTH);
        }
        return LocalDate.parse(document.path("start").asText().substring(0, DATE_LENGTH));
    }
}
