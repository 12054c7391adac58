package org.trips.journeys.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads what Traccar's position forwarding sends: {@code {"position": {…}, "device": {"uniqueId": …}}}, one fix each.
 * There a speed is in knots, an accuracy of 0 means that none is known, and a position that is not valid or is outdated
 * repeats the last known place under a later time.
 */
final class TraccarPosition {
    private static final double MPS_PER_KNOT = 1852.0 / 3600.0;

    private final JsonParser json;
    private final PointDraft draft;
    private final PointFields fields;

    TraccarPosition(JsonParser json, PointDraft draft) {
        this.json = json;
        this.draft = draft;
        this.fields = new PointFields(json, draft);
    }

    /** Fills the draft from the position object the stream stands on; answers when Traccar received the fix. */
    OptionalLong read() throws IOException {
        OptionalLong serverTime = OptionalLong.empty();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "fixTime" -> fields.time("position.fixTime");
                case "serverTime" -> serverTime = serverTime();
                case "latitude" -> draft.latitude(fields.number("position.latitude"));
                case "longitude" -> draft.longitude(fields.number("position.longitude"));
                case "speed" -> draft.speed(fields.number("position.speed") * MPS_PER_KNOT);
                case "course" -> draft.heading(fields.number("position.course"));
                case "accuracy" -> draft.accuracy(accuracy());
                case "valid" -> refuseWithoutFix(JsonToken.VALUE_FALSE, "not valid");
                case "outdated" -> refuseWithoutFix(JsonToken.VALUE_TRUE, "outdated");
                case "attributes" -> readAttributes();
                default -> json.skipChildren();
            }
        }
        return serverTime;
    }

    /** The unique id in the device object the stream stands on, or null where there is none. */
    static String uniqueId(JsonParser json) throws IOException {
        String uniqueId = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("uniqueId") && value == JsonToken.VALUE_STRING) {
                uniqueId = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return uniqueId;
    }

    private OptionalLong serverTime() throws IOException {
        long millis = PointFields.epochMillis(json);
        json.skipChildren();
        return PointDraft.isPlausible(millis) ? OptionalLong.of(millis) : OptionalLong.empty();
    }

    private double accuracy() throws IOException {
        double metres = fields.number("position.accuracy");
        return metres == 0 ? Double.NaN : metres;
    }

    private void refuseWithoutFix(JsonToken without, String how) throws IOException {
        if (json.currentToken() == without) {
            draft.refuse(DeadLetterReason.NO_FIX, "Traccar says that this position is " + how + ".");
        }
        json.skipChildren();
    }

    private void readAttributes() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals("ignition")) {
                draft.ignition(fields.ignition("position.attributes.ignition"));
            } else {
                json.skipChildren();
            }
        }
    }
}
