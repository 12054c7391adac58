package org.trips.journeys.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.trips.journeys.intake.MessageRefusedException;
import org.trips.journeys.intake.MessageUnpacking;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.points.Point;
import org.trips.journeys.segmentation.FoldState;

/**
 * The JSON of a {@link ReprocessedSpan}: an upload (device and points), and beside it what the span is. Its JSON Schema
 * is published as {@code reprocessing.schema.json} beside this module's classes. Thread-safe.
 */
public final class ReprocessingCodec {
    private static final int VERSION = 1;
    private static final int STATE_BYTES = 64;
    private static final int MOST_STATE_BYTES = 200;
    /** A span may be open at an end; points lie between 2000 and 2100. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // The upload's fields are read by others.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private final MessageUnpacking unpacking;
    private final UploadDecoder uploads;

    /** What stands beside the upload. */
    // Read once and taken apart: nobody compares it.
    @SuppressWarnings("ArrayRecordComponent")
    private record Span(
            int version, Instant from, Instant to, byte[] since, boolean toTheEnd, List<StoredJourney> stored) {}

    /** @param maximumBytes of a message, as it comes and unpacked */
    public ReprocessingCodec(int maximumBytes) {
        unpacking = new MessageUnpacking(maximumBytes);
        uploads = new UploadDecoder(maximumBytes, UploadDecoder.DEFAULT_FUTURE_TOLERANCE);
    }

    /** The span as one JSON object in UTF-8. */
    public static byte[] encode(ReprocessedSpan span) {
        ByteColumn since = new ByteColumn(STATE_BYTES);
        span.since().write(since);
        byte[] upload = UploadEncoder.encode(new Upload(span.device(), span.points(), OptionalLong.empty()));
        try {
            byte[] beside = JSON.writeValueAsBytes(
                    new Span(VERSION, span.from(), span.to(), since.toBytes(), span.toTheEnd(), span.stored()));
            ByteArrayOutputStream json = new ByteArrayOutputStream(beside.length + upload.length);
            // Both are objects: the one goes on where the other would end.
            json.write(beside, 0, beside.length - 1);
            json.write(',');
            json.write(upload, 1, upload.length - 1);
            return json.toByteArray();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of times, texts and numbers can always be written", e);
        }
    }

    /**
     * Reads one message.
     *
     * @param contentEncoding gzip, or null
     * @throws InvalidReprocessingException if it is not what {@link #encode} writes
     */
    public ReprocessedSpan decode(byte[] body, String contentEncoding) throws InvalidReprocessingException {
        byte[] json = unpacked(body, contentEncoding);
        UploadDecoder.Decoded decoded = uploads.decode(json, null, OptionalLong.empty());
        if (decoded.refused().isPresent()) {
            throw new InvalidReprocessingException(decoded.refused().get().detail());
        }
        if (!decoded.refusedPoints().isEmpty()) {
            throw new InvalidReprocessingException("One of its points cannot be used: "
                    + decoded.refusedPoints().get(0).detail());
        }
        Upload upload = decoded.uploads().get(0);
        Span span = beside(json);
        if (span.version() != VERSION) {
            throw new InvalidReprocessingException(
                    "The span is of version " + span.version() + ", this release reads version " + VERSION + ".");
        }
        requireSense(span);
        FoldState since = state(span.since());
        requireOrder(since, upload.points());
        return new ReprocessedSpan(
                upload.device(), span.from(), span.to(), since, upload.points(), span.toTheEnd(), span.stored());
    }

    private byte[] unpacked(byte[] body, String contentEncoding) throws InvalidReprocessingException {
        try {
            return unpacking.text(body, contentEncoding);
        } catch (MessageRefusedException e) {
            throw new InvalidReprocessingException(e.getMessage());
        }
    }

    private static Span beside(byte[] json) throws InvalidReprocessingException {
        try {
            return JSON.readValue(json, Span.class);
        } catch (JsonProcessingException e) {
            throw new InvalidReprocessingException("The span cannot be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new InvalidReprocessingException("The span cannot be read: " + e.getMessage());
        }
    }

    /** Times far out of the range of points could not even be counted in milliseconds. */
    private static void requireSense(Span span) throws InvalidReprocessingException {
        requirePlausible("from", span.from());
        requirePlausible("to", span.to());
        if (!span.from().isBefore(span.to())) {
            throw new InvalidReprocessingException("The span from " + span.from() + " to " + span.to() + " is empty.");
        }
        for (StoredJourney journey : span.stored()) {
            if (journey == null) {
                throw new InvalidReprocessingException("One of the journeys that it says are stored is null.");
            }
            requirePlausible("start", journey.start());
            requirePlausible("end", journey.end());
        }
    }

    private static void requirePlausible(String name, Instant time) throws InvalidReprocessingException {
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw new InvalidReprocessingException(
                    "Its time \"" + name + "\", " + time + ", is not between " + EARLIEST + " and " + LATEST + ".");
        }
    }

    private static FoldState state(byte[] bytes) throws InvalidReprocessingException {
        if (bytes.length > MOST_STATE_BYTES) {
            throw new InvalidReprocessingException("The state its fold goes on from has " + bytes.length
                    + " bytes, where one point and some numbers have up to " + MOST_STATE_BYTES + ".");
        }
        try {
            FoldState state = FoldState.read(new ByteColumn(bytes));
            if (state.driving() && state.isNowhere()) {
                throw new InvalidReprocessingException("Its fold goes on from a drive without a place.");
            }
            return state;
        } catch (IllegalArgumentException e) {
            throw new InvalidReprocessingException("The state its fold goes on from cannot be read: " + e.getMessage());
        }
    }

    private static void requireOrder(FoldState since, List<Point> points) throws InvalidReprocessingException {
        long last = since.timeMillis();
        for (Point point : points) {
            if (point.timeMillis() <= last) {
                throw new InvalidReprocessingException("Its points are not in order of time: the one of "
                        + Instant.ofEpochMilli(point.timeMillis()) + " comes too late.");
            }
            last = point.timeMillis();
        }
    }
}
