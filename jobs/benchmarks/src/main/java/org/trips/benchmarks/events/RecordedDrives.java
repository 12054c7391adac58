package org.trips.benchmarks.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.trips.journeys.EventType;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.evaluation.KnownEvent;
import org.trips.journeys.evaluation.ProfileJudge;
import org.trips.journeys.points.Point;

/**
 * Real drives at one fix a second, from the published tables of two naturalistic driving studies, and where the device
 * itself marked events, those. Each drive is a device of its own.
 */
public final class RecordedDrives {
    private static final double KMH_PER_MPS = 3.6;
    private static final double MPS_PER_MPH = 0.44704;
    private static final double STANDARD_GRAVITY = 9.80665;
    private static final String LOW = "low";
    private static final String ONE_CAR = "one car";
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("d/M/uuuu H:m:s");

    /** Latitude, longitude, time and speed. */
    private static final Pattern GPX_FIX = Pattern.compile(
            "<trkpt lat=\"([-.0-9]+)\" lon=\"([-.0-9]+)\">.*?<time>(.*?)</time>.*?<speed>([.0-9]+)</speed>.*?</trkpt>",
            Pattern.DOTALL);

    private final Map<String, List<Point>> drives = new LinkedHashMap<>();
    private final Map<String, String> drivers = new HashMap<>();
    private final Map<String, List<KnownEvent>> known = new HashMap<>();

    /** By drive and time in milliseconds, where the study looked the limits up. */
    private final Map<String, Map<Long, Posted>> posted = new HashMap<>();

    /** The limit at a fix in km/h, 0 where the study found none, and how fast the vehicle was. */
    record Posted(int limitKmh, double speedMps) {}

    private RecordedDrives() {}

    /** Nine trips in Curitiba (ndsbr). */
    public static RecordedDrives ndsbr(Path folder) throws IOException {
        RecordedDrives recorded = new RecordedDrives();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".csv.gz"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            for (CSVRecord row : rows(file, ';')) {
                recorded.addNdsbr(row);
            }
        }
        return recorded;
    }

    /**
     * 28 drives in the Midwest of the United States (nds-driveplotr), with the samples of an accelerometer and the
     * events that the device saw in them: from 0.35 g on, doubtful below 0.45 g, which it calls low.
     */
    public static RecordedDrives driveplotr(Path folder) throws IOException {
        RecordedDrives recorded = new RecordedDrives();
        Map<String, List<CSVRecord>> events = new LinkedHashMap<>();
        for (CSVRecord row : rows(folder.resolve("nds_data.csv.gz"), ',')) {
            recorded.addDriveplotr(row);
            if (!Double.isNaN(number(row, "accel_event"))) {
                events.computeIfAbsent(row.get("drive") + "/" + row.get("accel_event"), none -> new ArrayList<>())
                        .add(row);
            }
        }
        events.values().forEach(recorded::addEvent);
        return recorded;
    }

    /** Three drives in Dallas (sharedstreets-matcher), as a phone's logger wrote them. */
    public static RecordedDrives dallas(Path folder) throws IOException {
        RecordedDrives recorded = new RecordedDrives();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".gpx"))
                    .sorted()
                    .toList()) {
                Matcher fix = GPX_FIX.matcher(Files.readString(file));
                while (fix.find()) {
                    recorded.add(
                            file.toString(),
                            ONE_CAR,
                            Point.at(
                                            Instant.parse(fix.group(3)).toEpochMilli(),
                                            Double.parseDouble(fix.group(1)),
                                            Double.parseDouble(fix.group(2)))
                                    .speedMps(Double.parseDouble(fix.group(4))));
                }
            }
        }
        return recorded;
    }

    /** Each drive's points. */
    public Collection<WholeHistory> drives() {
        return drives.values().stream().map(RecordedDrives::history).toList();
    }

    private static WholeHistory history(List<Point> points) {
        WholeHistory history = new WholeHistory();
        history.add(points);
        return history;
    }

    /** Lets a judge see all of it. */
    ProfileJudge judgedBy(ProfileJudge judge) {
        drives.forEach((drive, points) -> judge.add(history(points), known.getOrDefault(drive, List.of())));
        return judge;
    }

    /** The points of each drive in the order in which they were recorded, by the one who drove. */
    Map<String, List<List<Point>>> byDriver() {
        Map<String, List<List<Point>>> byDriver = new LinkedHashMap<>();
        drives.forEach((drive, points) -> byDriver.computeIfAbsent(drivers.get(drive), none -> new ArrayList<>())
                .add(points));
        return byDriver;
    }

    /** Shows each drive with the limits that were posted along it, by time in milliseconds. */
    void eachPosted(BiConsumer<WholeHistory, Map<Long, Posted>> viewer) {
        drives.forEach((drive, points) -> viewer.accept(history(points), posted.getOrDefault(drive, Map.of())));
    }

    private void addNdsbr(CSVRecord row) {
        // Two rows have no position.
        if (Double.isNaN(number(row, "LAT"))) {
            return;
        }
        // Of the times, the column of UTC is headed by its difference.
        long time = LocalDateTime.parse(row.get("DAY") + " " + row.get("03:00:00"), DAY_AND_TIME)
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
        // NPI where no limit is known.
        String limit = row.get("LIMITE_VEL");
        double speedMps = number(row, "SPD_KMH") / KMH_PER_MPS;
        posted.computeIfAbsent(row.get("ID"), none -> new HashMap<>())
                .put(time, new Posted(limit.matches("\\d+") ? Integer.parseInt(limit) : 0, speedMps));
        add(
                row.get("ID"),
                row.get("DRIVER"),
                Point.at(time, number(row, "LAT"), number(row, "LONG"))
                        .speedMps(speedMps)
                        .headingDegrees(number(row, "HEADING")));
    }

    private void addDriveplotr(CSVRecord row) {
        add(
                row.get("drive"),
                ONE_CAR,
                Point.at(time(row), number(row, "gps_lat"), number(row, "gps_long"))
                        .speedMps(number(row, "speed_mph") * MPS_PER_MPH)
                        .headingDegrees(number(row, "gps_heading"))
                        .accelLongMps2(number(row, "accel_x") * STANDARD_GRAVITY)
                        .accelLatMps2(number(row, "accel_y") * STANDARD_GRAVITY));
    }

    private void add(String drive, String driver, Point.Builder point) {
        drives.computeIfAbsent(drive, none -> new ArrayList<>()).add(point.build());
        drivers.put(drive, driver);
    }

    /** The device tells no type: it is the axis that was strained more, at the strongest of the event's samples. */
    private void addEvent(List<CSVRecord> samples) {
        double forward = 0;
        double sideways = 0;
        for (CSVRecord sample : samples) {
            double x = number(sample, "accel_x");
            double y = number(sample, "accel_y");
            if (Math.max(Math.abs(x), Math.abs(y)) > Math.max(Math.abs(forward), Math.abs(sideways))) {
                forward = x;
                sideways = y;
            }
        }
        EventType alongTheRoad = forward < 0 ? EventType.BRAKING : EventType.ACCELERATION;
        CSVRecord first = samples.get(0);
        known.computeIfAbsent(first.get("drive"), none -> new ArrayList<>())
                .add(new KnownEvent(
                        Math.abs(sideways) > Math.abs(forward) ? EventType.CORNERING : alongTheRoad,
                        time(first),
                        time(samples.get(samples.size() - 1)),
                        first.get("accel_event_cat").equals(LOW)));
    }

    private static long time(CSVRecord row) {
        return Instant.parse(row.get("time_utc")).toEpochMilli();
    }

    private static double number(CSVRecord row, String column) {
        String text = row.get(column).replace(',', '.');
        return text.isEmpty() || text.equals("NA") ? Double.NaN : Double.parseDouble(text);
    }

    private static List<CSVRecord> rows(Path file, char separator) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (BufferedReader text = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1));
                CSVParser rows = CSVParser.parse(text, format)) {
            return rows.getRecords();
        }
    }
}
