package org.trips.job.operators;

import java.util.List;
import java.util.OptionalLong;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.journeys.points.PointCodec;

/**
 * An upload on its way to the subtask that keeps its device: its points are delta-coded, a tenth of what they would take
 * field by field.
 *
 * @param receivedAtMillis in milliseconds since 1970 UTC, or {@link RawMessage#NO_TIME}
 */
// Nobody compares uploads by content: they go from the decoder to the device operator.
@SuppressWarnings("ArrayRecordComponent")
public record DeviceUpload(String device, byte[] points, long receivedAtMillis) {
    static DeviceUpload of(Upload upload) {
        return new DeviceUpload(
                upload.device(),
                PointCodec.encode(upload.points()),
                upload.receivedAtMillis().orElse(RawMessage.NO_TIME));
    }

    /** As it was decoded. */
    public Upload upload() {
        return new Upload(device, decodedPoints(), receivedAt());
    }

    List<Point> decodedPoints() {
        return PointCodec.decode(points);
    }

    /** When it was sent or received, in milliseconds since 1970 UTC, where that is known. */
    public OptionalLong receivedAt() {
        return receivedAtMillis == RawMessage.NO_TIME ? OptionalLong.empty() : OptionalLong.of(receivedAtMillis);
    }
}
