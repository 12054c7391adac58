package org.trips.journeys.intake;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

/**
 * Writes uploads in the product's message format, the other way round from {@link UploadDecoder}: decoding gives the
 * same upload back, to the stored precision of its points. Thread-safe.
 */
public final class UploadEncoder {
    private static final int TYPICAL_POINT_LENGTH = 130;
    private static final int DEGREE_DECIMALS = 6;
    private static final int SPEED_DECIMALS = 2;
    private static final int TENTHS = 1;

    private UploadEncoder() {}

    /** The upload as one JSON object in UTF-8, without an end of line; its receive time is the message's sentAt. */
    public static byte[] encode(Upload upload) {
        List<Point> points = upload.points();
        StringBuilder json = new StringBuilder(100 + points.size() * TYPICAL_POINT_LENGTH);
        begin(json, upload.device(), upload.receivedAtMillis());
        for (int i = 0; i < points.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            append(json, points.get(i));
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An upload up to and with the bracket that opens its list of points. */
    static byte[] beginning(String device, OptionalLong sentAtMillis) {
        StringBuilder json = new StringBuilder();
        begin(json, device, sentAtMillis);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void begin(StringBuilder json, String device, OptionalLong sentAtMillis) {
        json.append("{\"device\":\"");
        JsonStringEncoder.getInstance().quoteAsString(device, json);
        json.append('"');
        sentAtMillis.ifPresent(millis -> json.append(",\"sentAt\":\"")
                .append(Instant.ofEpochMilli(millis))
                .append('"'));
        json.append(",\"points\":[");
    }

    private static void append(StringBuilder json, Point point) {
        json.append("{\"time\":\"").append(Instant.ofEpochMilli(point.timeMillis()));
        append(json, "\",\"lat\":", point.latitudeE6(), DEGREE_DECIMALS);
        append(json, ",\"lon\":", point.longitudeE6(), DEGREE_DECIMALS);
        append(json, ",\"speed\":", point.speedCmps(), SPEED_DECIMALS);
        append(json, ",\"heading\":", point.headingTenths(), TENTHS);
        append(json, ",\"accuracy\":", point.accuracyTenths(), TENTHS);
        if (point.ignition() != Ignition.UNKNOWN) {
            json.append(",\"ignition\":").append(point.ignition() == Ignition.ON);
        }
        append(json, ",\"accelLong\":", point.accelLongCmps2(), SPEED_DECIMALS);
        append(json, ",\"accelLat\":", point.accelLatCmps2(), SPEED_DECIMALS);
        json.append('}');
    }

    /** Writes a stored number as a decimal fraction, digit by digit, so that no rounding can creep in. */
    private static void append(StringBuilder json, String name, int stored, int decimals) {
        if (stored == Point.UNKNOWN) {
            return;
        }
        json.append(name);
        if (stored < 0) {
            json.append('-');
        }
        String digits = Integer.toString(Math.abs(stored));
        int whole = digits.length() - decimals;
        if (whole > 0) {
            json.append(digits, 0, whole).append('.').append(digits, whole, digits.length());
        } else {
            json.append("0.").append("0".repeat(-whole)).append(digits);
        }
    }
}
