package org.trips.cli.servers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

/** Uploads as an old database keeps them: a document for each, its points in a list, in units and under names of its own. */
final class OldDocuments {
    /** Where everything lies in them. */
    static final String MAPPING = """
            points: track.samples
            device: vehicle
            time: {field: track.samples.s, unit: s, from: track.start}
            latitude: track.samples.at.1
            longitude: track.samples.at.0
            speed: {field: track.samples.kmh, unit: km/h}
            heading: track.samples.course
            accuracy: track.samples.error
            ignition: {field: track.samples.key, on: [on], off: [off]}
            accelLong: {field: track.samples.ax, unit: m/s²}
            accelLat: {field: track.samples.ay, unit: m/s²}
            """;

    private static final double KMH_PER_MPS = 3.6;
    private static final double MILLIS_PER_SECOND = 1000.0;

    private OldDocuments() {}

    static Document of(Upload upload) {
        long start = upload.points().get(0).timeMillis();
        List<Document> samples = new ArrayList<>();
        for (Point point : upload.points()) {
            Document sample = new Document("s", (point.timeMillis() - start) / MILLIS_PER_SECOND)
                    .append("at", List.of(point.longitude(), point.latitude()));
            put(sample, "kmh", point.speedMps() * KMH_PER_MPS);
            put(sample, "course", point.headingDegrees());
            put(sample, "error", point.accuracyMetres());
            put(sample, "ax", point.accelLongMps2());
            put(sample, "ay", point.accelLatMps2());
            if (point.ignition() != Ignition.UNKNOWN) {
                sample.append("key", point.ignition() == Ignition.ON ? "on" : "off");
            }
            samples.add(sample);
        }
        return new Document("vehicle", upload.device())
                .append("track", new Document("start", Instant.ofEpochMilli(start)).append("samples", samples));
    }

    private static void put(Document sample, String field, double value) {
        if (!Double.isNaN(value)) {
            sample.append(field, value);
        }
    }
}
