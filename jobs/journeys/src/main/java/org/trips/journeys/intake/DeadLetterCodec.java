package org.trips.journeys.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Dead letters as lines of JSON, for files: {@code {"reason", "detail", "receivedAt", "pointsLost", "original"}}, the
 * original in base64, with {@code contentType}, {@code contentEncoding} and {@code timestamp} where they are known; and as
 * headers of a broker's message, whose body is then the original. Thread-safe.
 */
public final class DeadLetterCodec {
    private static final String REASON = "reason";
    private static final String DETAIL = "detail";
    private static final String RECEIVED_AT = "receivedAt";
    private static final String POINTS_LOST = "pointsLost";
    private static final String CONTENT_TYPE = "contentType";
    private static final String CONTENT_ENCODING = "contentEncoding";
    private static final String TIMESTAMP = "timestamp";
    private static final String ORIGINAL = "original";

    // A refused 100 MB message is a letter too: its line has to be readable again.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private DeadLetterCodec() {}

    /** The letter as one line of JSON in UTF-8, without the line's end. */
    public static byte[] toLine(DeadLetter letter) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256 + letter.original().length * 4 / 3);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField(REASON, letter.reason().label());
            json.writeStringField(DETAIL, letter.detail());
            json.writeStringField(
                    RECEIVED_AT, Instant.ofEpochMilli(letter.receivedAtMillis()).toString());
            json.writeNumberField(POINTS_LOST, letter.pointsLost());
            writeProperties(json, letter.properties());
            json.writeBinaryField(ORIGINAL, letter.original());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed.", impossible);
        }
        return line.toByteArray();
    }

    private static void writeProperties(JsonGenerator json, MessageProperties properties) throws IOException {
        if (properties.contentType() != null) {
            json.writeStringField(CONTENT_TYPE, properties.contentType());
        }
        if (properties.contentEncoding() != null) {
            json.writeStringField(CONTENT_ENCODING, properties.contentEncoding());
        }
        if (properties.timestampMillis() != null) {
            json.writeStringField(
                    TIMESTAMP,
                    Instant.ofEpochMilli(properties.timestampMillis()).toString());
        }
    }

    /**
     * The letter of such a line.
     *
     * @throws IllegalArgumentException if the line is no dead letter; the message says what is wrong with it
     */
    public static DeadLetter fromLine(byte[] line) {
        String reason = null;
        String detail = "";
        String receivedAt = null;
        int pointsLost = 0;
        String contentType = null;
        String contentEncoding = null;
        String timestamp = null;
        byte[] original = null;
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("A dead letter is a JSON object, one on each line.");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case REASON -> reason = json.getText();
                    case DETAIL -> detail = json.getText();
                    case RECEIVED_AT -> receivedAt = json.getText();
                    case POINTS_LOST -> pointsLost = json.getIntValue();
                    case CONTENT_TYPE -> contentType = json.getText();
                    case CONTENT_ENCODING -> contentEncoding = json.getText();
                    case TIMESTAMP -> timestamp = json.getText();
                    case ORIGINAL -> original = json.getBinaryValue();
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("A dead letter cannot be read: " + e.getMessage(), e);
        }
        if (reason == null || receivedAt == null || original == null) {
            throw new IllegalArgumentException("A dead letter needs the fields " + REASON + ", " + RECEIVED_AT + " and "
                    + ORIGINAL + "; one of them is missing.");
        }
        MessageProperties properties = new MessageProperties(
                contentType, contentEncoding, timestamp == null ? null : millis(TIMESTAMP, timestamp));
        return new DeadLetter(
                DeadLetterReason.ofLabel(reason),
                detail,
                millis(RECEIVED_AT, receivedAt),
                pointsLost,
                properties,
                original);
    }

    private static long millis(String field, String time) {
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("A dead letter's " + field + " is not a time: " + time, e);
        }
    }

    /** All of the letter but its original and what was said of that, by header name, in a fixed order. */
    public static Map<String, String> headers(DeadLetter letter) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(REASON, letter.reason().label());
        headers.put(DETAIL, letter.detail());
        headers.put(RECEIVED_AT, Instant.ofEpochMilli(letter.receivedAtMillis()).toString());
        headers.put(POINTS_LOST, Integer.toString(letter.pointsLost()));
        return headers;
    }
}
