package org.trips.journeys.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.trips.journeys.points.Point;

/**
 * Turns the bytes of one message into an upload: the product's own format, or what Traccar's position forwarding sends,
 * either as it is or compressed with gzip. Never throws on bad input: a message that cannot be read is refused with the
 * reason, and a bad point costs only itself, unless there are more than a hundred thousand of them. Thread-safe.
 */
public final class UploadDecoder {
    /** Larger than a day of one device at 1 Hz; what is larger is no upload. */
    public static final int DEFAULT_MAXIMUM_BYTES = 16 * 1024 * 1024;

    /** How far a device's clock may run ahead of the receiver's before its fixes are not believed. */
    public static final Duration DEFAULT_FUTURE_TOLERANCE = Duration.ofMinutes(5);

    private static final int DEEPEST_NESTING = 32;
    private static final int LONGEST_NAME = 1000;

    /**
     * UTF-8 alone, so that offsets in the text are offsets in the bytes; and names are not interned, for they come from
     * outside and would stay for ever.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_NESTING)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();

    private final MessageUnpacking unpacking;
    private final Duration futureTolerance;

    /** A decoder with the default limits. */
    public UploadDecoder() {
        this(DEFAULT_MAXIMUM_BYTES, DEFAULT_FUTURE_TOLERANCE);
    }

    /** @param maximumBytes of a message, as it comes and after decompression */
    public UploadDecoder(int maximumBytes, Duration futureTolerance) {
        this.unpacking = new MessageUnpacking(maximumBytes);
        this.futureTolerance = futureTolerance;
    }

    /**
     * What a message holds. Either {@code refused} says why nothing of it could be used, or every point in it is in
     * {@code uploads} or in {@code refusedPoints}. A message is one upload of one device; there is none in the list
     * where the message, or every point of it, was refused.
     */
    public record Decoded(List<Upload> uploads, List<RefusedPoint> refusedPoints, Optional<Refusal> refused) {}

    /** The most bytes of a message that is read. */
    public int maximumBytes() {
        return unpacking.maximumBytes();
    }

    /**
     * Reads one message.
     *
     * @param contentEncoding as the broker tells it, or null; compressed bytes are recognised without it
     * @param brokerTimeMillis when the broker received it; counts where the message does not say when it was sent
     */
    public Decoded decode(byte[] body, String contentEncoding, OptionalLong brokerTimeMillis) {
        try {
            byte[] message = unpacking.text(body, contentEncoding);
            UploadReader reader = read(message);
            OptionalLong receivedAt = reader.sentAtMillis().isPresent() ? reader.sentAtMillis() : brokerTimeMillis;
            return judged(reader, receivedAt);
        } catch (MessageRefusedException e) {
            return new Decoded(List.of(), List.of(), Optional.of(e.refusal()));
        }
    }

    private static UploadReader read(byte[] message) throws MessageRefusedException {
        try (JsonParser json = JSON.createParser(message)) {
            UploadReader reader = new UploadReader(json, message);
            reader.read();
            return reader;
        } catch (IOException impossible) {
            throw new UncheckedIOException("Opening or closing bytes in memory failed.", impossible);
        }
    }

    /** Sets aside what is dated later than it was received. */
    private Decoded judged(UploadReader reader, OptionalLong receivedAt) {
        List<RefusedPoint> refused = reader.refusedPoints();
        List<Point> points = reader.points();
        if (receivedAt.isPresent()) {
            List<Point> believed = new ArrayList<>(points.size());
            for (Point point : points) {
                // The point's time is plausible, what a broker says of its own may be anything.
                if (point.timeMillis() - futureTolerance.toMillis() <= receivedAt.getAsLong()) {
                    believed.add(point);
                } else {
                    refused.add(fromTheFuture(reader, point, receivedAt.getAsLong()));
                }
            }
            points = believed;
        }
        List<Upload> uploads = points.isEmpty() ? List.of() : List.of(new Upload(reader.device(), points, receivedAt));
        return new Decoded(uploads, refused, Optional.empty());
    }

    private static RefusedPoint fromTheFuture(UploadReader reader, Point point, long receivedAtMillis) {
        Duration ahead =
                Duration.between(Instant.ofEpochMilli(receivedAtMillis), Instant.ofEpochMilli(point.timeMillis()));
        Upload alone = new Upload(reader.device(), List.of(point), reader.sentAtMillis());
        return new RefusedPoint(
                DeadLetterReason.FROM_THE_FUTURE,
                "The fix is dated " + ahead.truncatedTo(ChronoUnit.SECONDS) + " after it was received.",
                UploadEncoder.encode(alone));
    }
}
