package org.trips.cli.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** A document's numbers in the units a person thinks in: km, km/h, hours and minutes; nothing is a dot. */
final class Figures {
    private static final String NONE = "·";
    private static final double METRES_PER_KM = 1_000;
    private static final double KMH_PER_MPS = 3.6;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int LENGTH_TO_THE_MINUTE = "2026-03-01T07:30".length();

    private Figures() {}

    static String count(JsonNode value) {
        return value.asLong() == 0 ? NONE : Long.toString(value.asLong());
    }

    static String kilometres(JsonNode metres) {
        return String.format(Locale.ROOT, "%.1f", metres.asDouble() / METRES_PER_KM);
    }

    /** All harsh events together, by the distance in which they would have been found. */
    static String rate(JsonNode per100Km) {
        return per100Km.path("braking").isNumber()
                ? String.format(
                        Locale.ROOT,
                        "%.1f",
                        per100Km.path("braking").asDouble()
                                + per100Km.path("acceleration").asDouble()
                                + per100Km.path("cornering").asDouble())
                : NONE;
    }

    static String kmh(JsonNode metresPerSecond) {
        return metresPerSecond.isNull() ? NONE : Long.toString(Math.round(metresPerSecond.asDouble() * KMH_PER_MPS));
    }

    static String span(JsonNode seconds) {
        long whole = Math.round(seconds.asDouble());
        if (whole == 0) {
            return NONE;
        }
        if (whole < SECONDS_PER_MINUTE) {
            return whole + " s";
        }
        long minutes = Math.round((double) whole / SECONDS_PER_MINUTE);
        return minutes < SECONDS_PER_MINUTE
                ? minutes + " min"
                : minutes / SECONDS_PER_MINUTE + " h "
                        + String.format(Locale.ROOT, "%02d", minutes % SECONDS_PER_MINUTE);
    }

    /** A time as documents write it, up to the minute. */
    static String minute(JsonNode instant) {
        String text = instant.asText();
        return text.length() < LENGTH_TO_THE_MINUTE
                ? text
                : text.substring(0, LENGTH_TO_THE_MINUTE).replace('T', ' ');
    }
}
