package org.trips.journeys.intake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.trips.journeys.points.Point;

/**
 * Reads one message in one pass over its tokens; used once. Fields may come in any order and unknown ones are skipped,
 * so what only the whole message tells (the device, when it was sent) is put together at the end.
 */
final class UploadReader {
    /** More than a day at 1 Hz: each becomes a message of its own, hundreds of bytes for as little as one. */
    private static final int MOST_FAULTY_POINTS = 100_000;

    private final JsonParser json;
    private final byte[] message;
    private final PointDraft draft = new PointDraft();
    private final PointFields fields;
    private final List<Point> points = new ArrayList<>();
    private final List<FaultyPoint> faulty = new ArrayList<>();
    private String device;
    private OptionalLong sentAt = OptionalLong.empty();
    private boolean pointsSeen;

    /** A refused point by its bytes in the message, until the device it belongs to is known. */
    private record FaultyPoint(DeadLetterReason reason, String detail, boolean wholeMessage, int from, int to) {}

    /** @param json over the bytes of {@code message}, so that its offsets are places in them */
    UploadReader(JsonParser json, byte[] message) {
        this.json = json;
        this.message = message;
        this.fields = new PointFields(json, draft);
    }

    /** Reads all of the message; what it holds can be asked for after that. */
    void read() throws MessageRefusedException {
        try {
            readMessage();
        } catch (StreamConstraintsException e) {
            throw refused(
                    DeadLetterReason.TOO_LARGE, "The message is built as no upload is: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : "Line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            throw refused(DeadLetterReason.NOT_JSON, place + e.getOriginalMessage());
        } catch (IOException e) {
            throw refused(DeadLetterReason.NOT_JSON, "The message is not text in UTF-8: " + e.getMessage());
        }
        if (device == null) {
            throw refused(
                    DeadLetterReason.MISSING_FIELD,
                    "The message names no device (\"device\", or \"device.uniqueId\").");
        }
        Optional<String> wrong = Upload.faultOfDevice(device);
        if (wrong.isPresent()) {
            throw refused(DeadLetterReason.OUT_OF_RANGE, wrong.get());
        }
        if (!pointsSeen) {
            throw refused(DeadLetterReason.MISSING_FIELD, "The upload of device " + device + " has no list of points.");
        }
        if (points.isEmpty() && faulty.isEmpty()) {
            throw refused(
                    DeadLetterReason.NO_POINTS, "The upload of device " + device + " has an empty list of points.");
        }
    }

    String device() {
        return device;
    }

    OptionalLong sentAtMillis() {
        return sentAt;
    }

    /** The good points, in the order sent. */
    List<Point> points() {
        return points;
    }

    /** The others, each with a message of its own. */
    List<RefusedPoint> refusedPoints() {
        List<RefusedPoint> refused = new ArrayList<>(faulty.size());
        for (FaultyPoint point : faulty) {
            byte[] original = point.wholeMessage() ? message : messageOf(point);
            refused.add(new RefusedPoint(point.reason(), point.detail(), original));
        }
        return refused;
    }

    private void readMessage() throws IOException, MessageRefusedException {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw refused(DeadLetterReason.NOT_JSON, "The message is empty.");
        }
        if (first != JsonToken.START_OBJECT) {
            throw refused(
                    DeadLetterReason.WRONG_TYPE,
                    "The message is " + PointFields.described(json) + " where it should be an object.");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "device" -> readDevice();
                case "sentAt" -> readSentAt();
                case "points" -> readPoints();
                case "position" -> readTraccarPosition();
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw refused(DeadLetterReason.NOT_JSON, "Something follows the upload's end: one message is one upload.");
        }
    }

    private void readDevice() throws IOException, MessageRefusedException {
        switch (json.currentToken()) {
            case VALUE_STRING -> device = json.getText();
            case START_OBJECT -> device = TraccarPosition.uniqueId(json);
            default -> throw wrongType("device", "text");
        }
    }

    private void readSentAt() throws IOException, MessageRefusedException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        long millis = PointFields.epochMillis(json);
        if (millis == IsoTime.NOT_A_TIME) {
            throw wrongType("sentAt", "a time such as 2026-03-01T07:30:00.000Z, or milliseconds since 1970");
        }
        if (!PointDraft.isPlausible(millis)) {
            throw refused(DeadLetterReason.OUT_OF_RANGE, PointDraft.implausible("sentAt", millis));
        }
        sentAt = OptionalLong.of(millis);
    }

    private void readPoints() throws IOException, MessageRefusedException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("points", "a list");
        }
        pointsSeen = true;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            int from = (int) json.currentTokenLocation().getByteOffset();
            draft.begin();
            if (token == JsonToken.START_OBJECT) {
                readPoint();
            } else {
                draft.refuse(
                        DeadLetterReason.WRONG_TYPE,
                        "The point is " + PointFields.described(json) + " where it should be an object.");
                json.skipChildren();
            }
            keep(false, from);
        }
    }

    private void readPoint() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "time" -> fields.time(name);
                case "lat" -> draft.latitude(fields.number(name));
                case "lon" -> draft.longitude(fields.number(name));
                case "speed" -> draft.speed(fields.number(name));
                case "heading" -> draft.heading(fields.number(name));
                case "accuracy" -> draft.accuracy(fields.number(name));
                case "accelLong" -> draft.accelLong(fields.number(name));
                case "accelLat" -> draft.accelLat(fields.number(name));
                case "ignition" -> draft.ignition(fields.ignition(name));
                default -> json.skipChildren();
            }
        }
    }

    private void readTraccarPosition() throws IOException, MessageRefusedException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("position", "an object");
        }
        pointsSeen = true;
        int from = (int) json.currentTokenLocation().getByteOffset();
        draft.begin();
        OptionalLong serverTime = new TraccarPosition(json, draft).read();
        if (sentAt.isEmpty()) {
            sentAt = serverTime;
        }
        keep(true, from);
    }

    private void keep(boolean wholeMessage, int from) throws IOException, MessageRefusedException {
        Point point = draft.finish();
        if (point != null) {
            points.add(point);
            return;
        }
        if (faulty.size() == MOST_FAULTY_POINTS) {
            throw refused(
                    faulty.get(0).reason(),
                    "More than " + MOST_FAULTY_POINTS + " of its points cannot be used; the first: "
                            + faulty.get(0).detail());
        }
        json.finishToken();
        int to = (int) json.currentLocation().getByteOffset();
        faulty.add(new FaultyPoint(draft.reason(), draft.detail(), wholeMessage, from, to));
    }

    private byte[] messageOf(FaultyPoint point) {
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        alone.writeBytes(UploadEncoder.beginning(device, sentAt));
        alone.write(message, point.from(), point.to() - point.from());
        alone.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return alone.toByteArray();
    }

    private MessageRefusedException wrongType(String field, String wanted) throws IOException {
        return refused(
                DeadLetterReason.WRONG_TYPE,
                field + " is " + PointFields.described(json) + " where it should be " + wanted + ".");
    }

    private MessageRefusedException refused(DeadLetterReason reason, String detail) {
        return new MessageRefusedException(reason, detail, points.size() + faulty.size());
    }
}
