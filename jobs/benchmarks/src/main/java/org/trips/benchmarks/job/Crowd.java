package org.trips.benchmarks.job;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;

/**
 * Devices that send one upload and are never heard of again: the message of each, by its number. Their ids look like those
 * of receivers (15 digits) and come in no order, so that neighbours in time are no neighbours in state.
 */
final class Crowd implements GeneratorFunction<Long, RawMessage> {
    private static final long serialVersionUID = 1L;

    /** In this process, where the job runs too. */
    private static final AtomicLong SENT = new AtomicLong();

    private static final long IDS = 10_000_000_000_000L;

    /** Has no factor in common with {@link #IDS}, so that no two devices get the same id. */
    private static final long STRIDE = 6_180_339_887L;

    private static final long FIRST_MILLIS = 1_772_000_000_000L;
    private static final int PLACES_A_SIDE = 1000;
    private static final double DEGREES_BETWEEN_PLACES = 0.001;
    private static final int SPEEDS = 30;
    private static final int HEADINGS = 360;

    private final int points;

    /** @param points in each upload, a second apart */
    Crowd(int points) {
        this.points = points;
    }

    /** How many devices have sent their upload so far. */
    static long sent() {
        return SENT.get();
    }

    @Override
    public RawMessage map(Long number) {
        SENT.incrementAndGet();
        List<Point> upload = new ArrayList<>(points);
        for (int second = 0; second < points; second++) {
            upload.add(Point.at(
                            FIRST_MILLIS + number + second * 1000L,
                            48 + number % PLACES_A_SIDE * DEGREES_BETWEEN_PLACES,
                            11 + number / PLACES_A_SIDE % PLACES_A_SIDE * DEGREES_BETWEEN_PLACES)
                    .speedMps((double) (number % SPEEDS))
                    .headingDegrees((double) (number % HEADINGS))
                    .accuracyMetres(4)
                    .build());
        }
        return RawMessage.ofLine(UploadEncoder.encode(new Upload(id(number), upload, OptionalLong.empty())));
    }

    private static String id(long number) {
        return "35" + Long.toString(IDS + number * STRIDE % IDS).substring(1);
    }
}
