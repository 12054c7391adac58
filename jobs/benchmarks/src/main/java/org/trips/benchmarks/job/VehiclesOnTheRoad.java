package org.trips.benchmarks.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.device.DeviceJourneys;
import org.trips.journeys.device.DeviceStore;
import org.trips.journeys.device.Input;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.MemoryDeviceStore;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;

/**
 * Ordinary vehicles that go on while a crowd falls silent: ten minutes of driving every two hours of their own time, in
 * uploads of ten points. It makes their uploads by number, keeps what the job writes of them, and says what the plain
 * function makes of the same points. Everything lies in this process, where the job runs too: Flink copies what it is given.
 */
final class VehiclesOnTheRoad {
    static final int VEHICLES = 10;

    private static final int POINTS_PER_UPLOAD = 10;
    private static final int UPLOADS_PER_DRIVE = 60;
    private static final long MILLIS_BETWEEN_DRIVES = Duration.ofHours(2).toMillis();

    /** Between the vehicles: by its start a journey tells whose it is. */
    private static final long MILLIS_BETWEEN_VEHICLES = Duration.ofMinutes(1).toMillis();

    private static final long FIRST_MILLIS =
            Instant.parse("2026-03-01T07:30:00Z").toEpochMilli();
    private static final double DEGREES_PER_SECOND = 1.2e-4;
    private static final double NOISE_DEGREES = 1e-5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final AtomicLong UPLOADS = new AtomicLong();

    /** When the first upload of a drive was made, by vehicle and drive: it proves that the drive before has ended. */
    private static final Map<List<Long>, Long> BEGUN_NANOS = new ConcurrentHashMap<>();

    private static final Map<String, String> WRITTEN = new ConcurrentHashMap<>();
    private static final ConcurrentLinkedQueue<Duration> WAITS = new ConcurrentLinkedQueue<>();

    private VehiclesOnTheRoad() {}

    /** How many uploads were made so far. */
    static long uploads() {
        return UPLOADS.get();
    }

    /** What the store holds, by id. */
    static Map<String, String> written() {
        return new TreeMap<>(WRITTEN);
    }

    /** How long it took from the upload that proves a journey's end to the journey's first document in the store. */
    static List<Duration> waits() {
        return WAITS.stream().sorted().toList();
    }

    /** What the store should hold when the first so many uploads are all there are. */
    static Map<String, String> expected(long uploads, JourneyRules rules) {
        var journeys = new DeviceJourneys(rules, Input.ENDS);
        Map<String, DeviceStore> devices = new TreeMap<>();
        Map<String, String> store = new TreeMap<>();
        for (long number = 0; number < uploads; number++) {
            var device = device(number % VEHICLES);
            var state = devices.computeIfAbsent(device, id -> new MemoryDeviceStore());
            journeys.accept(state, device, points(number)).documents().forEach(document -> apply(document, store));
        }
        devices.forEach((device, state) ->
                journeys.endOfInput(state, device).documents().forEach(document -> apply(document, store)));
        return store;
    }

    /** Of two equal journeys one may have been written more often. */
    private static void apply(StoreDocument document, Map<String, String> store) {
        if (document.isDeletion()) {
            store.remove(document.id());
        } else {
            store.put(document.id(), json(document).replaceFirst("\"revision\":\\d+", ""));
        }
    }

    private static String json(StoreDocument document) {
        return new String(document.json(), StandardCharsets.UTF_8);
    }

    private static String device(long vehicle) {
        return "van-" + vehicle;
    }

    private static List<Point> points(long number) {
        long vehicle = number % VEHICLES;
        long upload = number / VEHICLES;
        long start =
                FIRST_MILLIS + vehicle * MILLIS_BETWEEN_VEHICLES + upload / UPLOADS_PER_DRIVE * MILLIS_BETWEEN_DRIVES;
        long from = upload % UPLOADS_PER_DRIVE * POINTS_PER_UPLOAD;
        Random noise = new Random(number);
        List<Point> points = new ArrayList<>();
        for (long second = from; second < from + POINTS_PER_UPLOAD; second++) {
            points.add(Point.at(
                            start + second * 1000,
                            50 + vehicle + second * DEGREES_PER_SECOND + noise.nextGaussian() * NOISE_DEGREES,
                            10 + second * DEGREES_PER_SECOND + noise.nextGaussian() * NOISE_DEGREES)
                    .accuracyMetres(4)
                    .build());
        }
        return points;
    }

    /** Makes their uploads. */
    static final class Uploads implements GeneratorFunction<Long, RawMessage> {
        private static final long serialVersionUID = 1L;

        @Override
        public RawMessage map(Long number) {
            long vehicle = number % VEHICLES;
            long upload = number / VEHICLES;
            if (upload % UPLOADS_PER_DRIVE == 0) {
                BEGUN_NANOS.put(List.of(vehicle, upload / UPLOADS_PER_DRIVE), System.nanoTime());
            }
            UPLOADS.incrementAndGet();
            return RawMessage.ofLine(
                    UploadEncoder.encode(new Upload(device(vehicle), points(number), OptionalLong.empty())));
        }
    }

    /** Keeps their journeys. */
    static final class Store implements Sink<StoreDocument> {
        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings("deprecation") // abstract in Flink 1.20, though deprecated; its successor calls it
        public SinkWriter<StoreDocument> createWriter(InitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(StoreDocument document, Context writing) {
                    if (!WRITTEN.containsKey(document.id()) && !document.isDeletion()) {
                        noteWait(document);
                    }
                    apply(document, WRITTEN);
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }

        private static void noteWait(StoreDocument document) {
            try {
                long start = Instant.parse(JSON.readTree(document.json())
                                        .get("start")
                                        .asText())
                                .toEpochMilli()
                        - FIRST_MILLIS;
                long vehicle = start % MILLIS_BETWEEN_DRIVES / MILLIS_BETWEEN_VEHICLES;
                Long proved = BEGUN_NANOS.get(List.of(vehicle, start / MILLIS_BETWEEN_DRIVES + 1));
                if (proved != null) { // the last one ends with the input
                    WAITS.add(Duration.ofNanos(System.nanoTime() - proved));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
