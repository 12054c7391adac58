package org.trips.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.DeviceChanges;
import org.trips.journeys.device.DeviceJourneys;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.MemoryDeviceStore;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;

/**
 * What an hour of uploads in order costs, one minute of 1 Hz fixes in each, after so many hours of the same journey. The
 * figures for all parameters are meant to be the same: the cost of an upload must not grow with the journey.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(1)
public class InOrderUploadBenchmark {
    private static final String DEVICE = "d-1";
    private static final int SECONDS_PER_UPLOAD = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final long START_MILLIS = 1_772_000_000_000L;

    /** Hours of the journey that lie in state already; a journey is split after 24. */
    @Param({"0", "2", "8", "20"})
    private int hoursBefore;

    private final DeviceJourneys journeys = new DeviceJourneys(new JourneyRules(
            Versions.none(),
            Versions.always(Profile.defaults()),
            new Pseudonyms("k1", new byte[16]),
            JourneyRules.DEFAULT_HORIZON));
    private MemoryDeviceStore store;
    private List<List<Point>> nextHour;

    @Setup(Level.Iteration)
    public void drive() {
        Random noise = new Random(hoursBefore);
        store = new MemoryDeviceStore();
        for (int hour = 0; hour < hoursBefore; hour++) {
            hour(hour, noise).forEach(upload -> journeys.accept(store, DEVICE, upload));
        }
        nextHour = hour(hoursBefore, noise);
    }

    /** @return the last change, so that nothing is optimised away */
    @Benchmark
    public DeviceChanges oneHourOfUploads() {
        DeviceChanges last = null;
        for (List<Point> upload : nextHour) {
            last = journeys.accept(store, DEVICE, upload);
        }
        return last;
    }

    private static List<List<Point>> hour(int hour, Random noise) {
        List<List<Point>> uploads = new ArrayList<>();
        for (int from = hour * SECONDS_PER_HOUR; from < (hour + 1) * SECONDS_PER_HOUR; from += SECONDS_PER_UPLOAD) {
            List<Point> upload = new ArrayList<>(SECONDS_PER_UPLOAD);
            for (int second = from; second < from + SECONDS_PER_UPLOAD; second++) {
                upload.add(fix(second, noise));
            }
            uploads.add(upload);
        }
        return uploads;
    }

    /** North-east at 13 m/s, with the wavering of a receiver. */
    private static Point fix(int second, Random noise) {
        return Point.at(
                        START_MILLIS + second * 1000L,
                        50 + second * 1e-4 + noise.nextGaussian() * 1e-5,
                        10 + second * 8e-5 + noise.nextGaussian() * 1e-5)
                .speedMps(13 + 0.2 * noise.nextGaussian())
                .headingDegrees(30 + noise.nextGaussian())
                .accuracyMetres(4)
                .build();
    }
}
