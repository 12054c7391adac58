package org.trips.journeys.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.trips.journeys.points.Point;

/**
 * Real drives from the folder {@code shared/data} beside the checkout, where there is one: points by drive, at 1 Hz.
 */
final class RealDrives {
    private static final double KMH_PER_MPS = 3.6;
    private static final double MPS_PER_MPH = 0.44704;
    private static final double STANDARD_GRAVITY = 9.80665;
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("d/M/uuuu H:m:s");

    private RealDrives() {}

    static Optional<Path> folder(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared").resolve("data").resolve(name);
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /** Nine urban trips in Curitiba, 109 km. */
    static Collection<List<Point>> ndsbr(Path folder) throws IOException {
        Map<String, List<Point>> trips = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.csv.gz")) {
            for (Path file : files) {
                for (Map<String, String> row : rows(file, ";")) {
                    // Two rows have no position.
                    if (!Double.isNaN(number(row, "LAT"))) {
                        trips.computeIfAbsent(row.get("ID"), id -> new ArrayList<>())
                                .add(ndsbrPoint(row));
                    }
                }
            }
        }
        return trips.values();
    }

    private static Point ndsbrPoint(Map<String, String> row) {
        long time = LocalDateTime.parse(row.get("DAY") + " " + row.get("03:00:00"), DAY_AND_TIME)
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
        return Point.at(time, number(row, "LAT"), number(row, "LONG"))
                .speedMps(number(row, "SPD_KMH") / KMH_PER_MPS)
                .headingDegrees(number(row, "HEADING"))
                .build();
    }

    /** 28 drives in the Midwest of the United States, 369 km; the accelerometer's samples are instantaneous. */
    static Collection<List<Point>> driveplotr(Path folder, boolean withAccelerometer) throws IOException {
        Map<String, List<Point>> drives = new TreeMap<>();
        for (Map<String, String> row : rows(folder.resolve("nds_data.csv.gz"), ",")) {
            Point.Builder point = Point.at(
                            Instant.parse(row.get("time_utc")).toEpochMilli(),
                            number(row, "gps_lat"),
                            number(row, "gps_long"))
                    .speedMps(number(row, "speed_mph") * MPS_PER_MPH)
                    .headingDegrees(number(row, "gps_heading"));
            if (withAccelerometer) {
                point.accelLongMps2(number(row, "accel_x") * STANDARD_GRAVITY)
                        .accelLatMps2(number(row, "accel_y") * STANDARD_GRAVITY);
            }
            drives.computeIfAbsent(row.get("drive"), id -> new ArrayList<>()).add(point.build());
        }
        return drives.values();
    }

    private static double number(Map<String, String> row, String column) {
        String text = row.get(column).replace(',', '.');
        return text.isEmpty() || text.equals("NA") ? Double.NaN : Double.parseDouble(text);
    }

    private static List<Map<String, String>> rows(Path file, String separator) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1))) {
            List<String> header = Arrays.asList(lines.readLine().split(separator, -1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] values = line.split(separator, -1);
                Map<String, String> row = new TreeMap<>();
                for (int i = 0; i < values.length; i++) {
                    row.put(header.get(i), values[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
