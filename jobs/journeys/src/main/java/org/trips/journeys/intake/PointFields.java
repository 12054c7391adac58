package org.trips.journeys.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.trips.journeys.points.Ignition;

/**
 * Reads the values of a point's fields from a stream of tokens. A value of the wrong type is a fault of the draft, and
 * only of it: the stream goes on behind it.
 */
final class PointFields {
    private static final int LONGEST_QUOTE = 40;

    private final JsonParser json;
    private final PointDraft draft;

    PointFields(JsonParser json, PointDraft draft) {
        this.json = json;
        this.draft = draft;
    }

    /** The number the stream stands on; NaN for null, and for what is no number. */
    double number(String field) throws IOException {
        JsonToken token = json.currentToken();
        if (token.isNumeric()) {
            return json.getDoubleValue();
        }
        if (token != JsonToken.VALUE_NULL) {
            refuseType(field, "a number");
        }
        return Double.NaN;
    }

    /** Takes the draft's time from the value the stream stands on: ISO-8601 text or milliseconds since 1970. */
    void time(String field) throws IOException {
        long millis = epochMillis(json);
        if (millis != IsoTime.NOT_A_TIME) {
            draft.time(millis);
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            refuseType(field, "a time such as 2026-03-01T07:30:00.000Z, or milliseconds since 1970");
        }
    }

    Ignition ignition(String field) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> Ignition.ON;
            case VALUE_FALSE -> Ignition.OFF;
            case VALUE_NULL -> Ignition.UNKNOWN;
            default -> {
                refuseType(field, "true or false");
                yield Ignition.UNKNOWN;
            }
        };
    }

    private void refuseType(String field, String wanted) throws IOException {
        draft.refuse(
                DeadLetterReason.WRONG_TYPE, field + " is " + described(json) + " where it should be " + wanted + ".");
        json.skipChildren();
    }

    /** The time the stream stands on, or {@link IsoTime#NOT_A_TIME}. */
    static long epochMillis(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING ->
                IsoTime.epochMillis(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                json.getNumberType() == JsonParser.NumberType.LONG ? json.getLongValue() : (long) json.getDoubleValue();
            default -> IsoTime.NOT_A_TIME;
        };
    }

    /** What the stream stands on, for a sentence to a human; long text is cut. */
    static String described(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "\"" + cut(json.getText()) + "\"";
            default -> cut(json.getText());
        };
    }

    static String cut(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
