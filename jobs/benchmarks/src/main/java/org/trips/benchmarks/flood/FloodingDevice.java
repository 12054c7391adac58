package org.trips.benchmarks.flood;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.trips.benchmarks.roads.ImportedRoads;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.DeviceChanges;
import org.trips.journeys.device.DeviceJourneys;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.MemoryDeviceStore;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.PointTally;
import org.trips.roads.RoadNetwork;
import org.trips.simulator.Defects;
import org.trips.simulator.Simulation;
import org.trips.simulator.SimulationOptions;

/**
 * What one device costs that sends as much as it can: a journey of a day on the roads of Helsinki, at so many fixes a
 * second, each so many metres beside the road. Prints how many points of it are kept, in how many bytes, and how long it
 * takes (processor time) to take them in, to find and measure the journey when the device falls silent, and to take in so
 * many points more, each alone and out of order. How much heap that needs is the smallest {@code -Xmx} with which it comes to its end.
 *
 * <p>Arguments: fixes a second, metres, hours, the extract.
 */
public final class FloodingDevice {
    private static final String DEVICE = "d-1";
    private static final int UPLOAD_SECONDS = 60;
    private static final int POINTS_OUT_OF_ORDER = 1000;
    private static final double METRES_PER_DEGREE = 111_195;
    private static final long START_MILLIS = 1_772_000_000_000L;
    private static final long BYTES_PER_MB = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Point> everySecond;
    private final int rate;
    private final double metres;
    private final Random random = new Random(1);

    private FloodingDevice(List<Point> everySecond, int rate, double metres) {
        this.everySecond = everySecond;
        this.rate = rate;
        this.metres = metres;
    }

    public static void main(String[] arguments) throws IOException {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000 / Point.SLOT_MILLIS;
        double metres = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 2.5;
        int hours = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 24;
        Path extract = Path.of(arguments.length > 3 ? arguments[3] : "sample-data/Helsinki.osm.pbf");
        RoadNetwork roads = ImportedRoads.of(extract);
        List<Point> everySecond =
                drivenOnAndOn(roads, (int) Duration.ofHours(hours).toSeconds());
        new FloodingDevice(everySecond, rate, metres).run(roads);
    }

    /** The journeys of one vehicle, each of which begins where the one before ended, without the hours between them. */
    private static List<Point> drivenOnAndOn(RoadNetwork roads, int seconds) {
        List<Point> driven = new ArrayList<>();
        new Simulation(roads, SimulationOptions.of(1, Duration.ofDays(90), 1).with(Defects.NONE))
                .run(
                        upload -> {
                            for (Point point : upload.points()) {
                                if (point.speedMps() > 0 && driven.size() < seconds) {
                                    driven.add(point);
                                }
                            }
                        },
                        truth -> {});
        if (driven.size() < seconds) {
            throw new IllegalStateException("The vehicle drove for " + driven.size() + " s only.");
        }
        return driven;
    }

    private void run(RoadNetwork roads) {
        DeviceJourneys journeys = new DeviceJourneys(new JourneyRules(
                Versions.always(roads),
                Versions.always(Profile.defaults()),
                new Pseudonyms("k1", new byte[16]),
                JourneyRules.DEFAULT_HORIZON));
        MemoryDeviceStore store = new MemoryDeviceStore();
        PointTally tally = PointTally.NONE;
        long began = processorNanos();
        for (int second = 0; second + UPLOAD_SECONDS < everySecond.size(); second += UPLOAD_SECONDS) {
            tally = tally.plus(journeys.accept(store, DEVICE, upload(second)).tally());
        }
        System.out.printf(
                Locale.ROOT,
                "%,d points sent, %,d kept, in %,d bytes%ntaken in within %.1f s%n",
                tally.total(),
                tally.total() - tally.duplicates(),
                bytes(store),
                since(began));

        began = processorNanos();
        DeviceChanges found = journeys.silence(store, DEVICE);
        System.out.printf(
                Locale.ROOT,
                "silent: %d documents in %.1f s%n",
                found.documents().size(),
                since(began));

        began = processorNanos();
        for (int i = 1; i <= POINTS_OUT_OF_ORDER; i++) {
            journeys.accept(store, DEVICE, List.of(better(fix(i, 0, 0))));
        }
        System.out.printf(
                Locale.ROOT, "%,d points out of order, each alone: %.1f s%n", POINTS_OUT_OF_ORDER, since(began));
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%,d MB of heap stay in use%n",
                (runtime.totalMemory() - runtime.freeMemory()) / BYTES_PER_MB);
    }

    private List<Point> upload(int fromSecond) {
        List<Point> points = new ArrayList<>(UPLOAD_SECONDS * rate);
        for (int second = fromSecond; second < fromSecond + UPLOAD_SECONDS; second++) {
            for (int i = 0; i < rate; i++) {
                points.add(fix(second, (double) i / rate, metres));
            }
        }
        return points;
    }

    private Point fix(int second, double share, double errorMetres) {
        Point from = everySecond.get(second);
        Point to = everySecond.get(second + 1);
        double east =
                errorMetres * random.nextGaussian() / (METRES_PER_DEGREE * Math.cos(Math.toRadians(from.latitude())));
        double north = errorMetres * random.nextGaussian() / METRES_PER_DEGREE;
        return Point.at(
                        START_MILLIS + second * 1000L + Math.round(share * 1000),
                        from.latitude() + share * (to.latitude() - from.latitude()) + north,
                        from.longitude() + share * (to.longitude() - from.longitude()) + east)
                .speedMps(from.speedMps())
                .build();
    }

    /** The same, but of an accuracy, so that it takes the place of another. */
    private static Point better(Point fix) {
        return Point.at(fix.timeMillis(), fix.latitude(), fix.longitude())
                .speedMps(fix.speedMps())
                .accuracyMetres(1)
                .build();
    }

    private static long bytes(MemoryDeviceStore store) {
        long bytes = 0;
        for (long bucket : store.pointBuckets()) {
            bytes += store.points(bucket).length;
        }
        return bytes;
    }

    /** Of this thread, so that whatever else the machine does is not counted. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double since(long nanos) {
        return (processorNanos() - nanos) / NANOS_PER_SECOND;
    }
}
