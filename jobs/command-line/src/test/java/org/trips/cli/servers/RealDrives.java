package org.trips.cli.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.matching.PathLine;

/** Real drives as uploads, read from the folder {@code shared/data} beside the checkout, where there is one. */
final class RealDrives {
    private static final int POINTS_PER_UPLOAD = 60;
    private static final double METRES_PER_SECOND_IN_KMH = 3.6;
    private static final double METRES_PER_SECOND_IN_MPH = 1 / 0.44704;
    private static final double STANDARD_GRAVITY = 9.80665;
    private static final DateTimeFormatter BRAZILIAN = DateTimeFormatter.ofPattern("d/M/uuuu H:m:s");

    private final Path folder;

    private RealDrives(Path folder) {
        this.folder = folder;
    }

    static Optional<RealDrives> besideTheCheckout() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared").resolve("data");
            if (Files.isDirectory(folder)) {
                return Optional.of(new RealDrives(folder));
            }
        }
        return Optional.empty();
    }

    /** One car drive of 51 km at 1 Hz. */
    List<Upload> kubicka() {
        List<Point> points = new ArrayList<>();
        try (Stream<String> lines = Files.lines(folder.resolve("kubicka").resolve("00000000.track"))) {
            // Seconds since the drive began; any day will do.
            long begin = Instant.parse("2014-05-13T16:53:20Z").toEpochMilli();
            lines.map(line -> line.split("\t", -1))
                    .forEach(column -> points.add(Point.of(
                            begin + Math.round(Double.parseDouble(column[2]) * 1000),
                            Double.parseDouble(column[1]),
                            Double.parseDouble(column[0]))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return uploads(Map.of("kubicka", points));
    }

    /** Kubička's network as an OSM extract. */
    Path kubickaRoads() {
        return folder.resolve("kubicka").resolve("network.osm.pbf");
    }

    /** The line that was really driven there, from its nodes and arcs. */
    PathLine kubickaTruth() {
        try {
            List<String> nodes = Files.readAllLines(folder.resolve("kubicka").resolve("00000000.nodes"));
            List<String> arcs = Files.readAllLines(folder.resolve("kubicka").resolve("00000000.arcs"));
            List<String> driven = new ArrayList<>();
            for (String arc : Files.readAllLines(folder.resolve("kubicka").resolve("00000000.route"))) {
                String[] ends = arcs.get(Integer.parseInt(arc.strip())).strip().split("\\s+", -1);
                if (driven.isEmpty()) {
                    driven.add(nodes.get(Integer.parseInt(ends[0])));
                }
                driven.add(nodes.get(Integer.parseInt(ends[1])));
            }
            double[][] places = driven.stream()
                    .map(node -> Stream.of(node.strip().split("\\s+", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
            return PathLine.through(
                    Stream.of(places).mapToDouble(place -> place[1]).toArray(),
                    Stream.of(places).mapToDouble(place -> place[0]).toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 889 bus trips, a fix every three seconds or so; each trip a device. */
    List<Upload> chicago() {
        Map<String, List<Point>> byTrip = new LinkedHashMap<>();
        for (CSVRecord row : rows("chicago/chicago_points.csv.gz", CSVFormat.DEFAULT)) {
            byTrip.computeIfAbsent("chicago-" + row.get("trip"), trip -> new ArrayList<>())
                    .add(Point.of(
                            Long.parseLong(row.get("epoch_s")) * 1000,
                            Double.parseDouble(row.get("lat")),
                            Double.parseDouble(row.get("lon"))));
        }
        return uploads(byTrip);
    }

    /** Chicago's network as an OSM extract. */
    Path chicagoRoads() {
        return folder.resolve("chicago").resolve("network.osm.pbf");
    }

    /** Nine trips of three drivers at 1 Hz, with speed and heading; there are no roads for them. */
    List<Upload> ndsbr() {
        Map<String, List<Point>> byDriver = new LinkedHashMap<>();
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(';').get();
        for (String driver : List.of("A", "B", "C")) {
            for (CSVRecord row : rows("ndsbr/driver_" + driver + ".csv.gz", format)) {
                if (row.get("LAT").isBlank()) {
                    // Two rows have no position: nothing that a device would send.
                    continue;
                }
                LocalDateTime utc = LocalDateTime.parse(row.get("DAY") + " " + row.get("03:00:00"), BRAZILIAN);
                byDriver.computeIfAbsent("ndsbr-" + driver, name -> new ArrayList<>())
                        .add(Point.at(
                                        utc.toInstant(ZoneOffset.UTC).toEpochMilli(),
                                        decimal(row.get("LAT")),
                                        decimal(row.get("LONG")))
                                .speedMps(decimal(row.get("SPD_KMH")) / METRES_PER_SECOND_IN_KMH)
                                .headingDegrees(decimal(row.get("HEADING")))
                                .build());
            }
        }
        return uploads(byDriver);
    }

    /** 28 drives at 1 Hz with speed, heading and an accelerometer; there are no roads for them. */
    List<Upload> driveplotr() {
        List<Point> points = new ArrayList<>();
        for (CSVRecord row : rows("nds-driveplotr/nds_data.csv.gz", CSVFormat.DEFAULT)) {
            points.add(Point.at(
                            Instant.parse(row.get("time_utc")).toEpochMilli(),
                            Double.parseDouble(row.get("gps_lat")),
                            Double.parseDouble(row.get("gps_long")))
                    .speedMps(decimal(row.get("speed_mph")) / METRES_PER_SECOND_IN_MPH)
                    .headingDegrees(decimal(row.get("gps_heading")))
                    .accelLongMps2(decimal(row.get("accel_x")) * STANDARD_GRAVITY)
                    .accelLatMps2(decimal(row.get("accel_y")) * STANDARD_GRAVITY)
                    .build());
        }
        return uploads(Map.of("driveplotr", points));
    }

    private List<CSVRecord> rows(String file, CSVFormat format) {
        try (Reader reader = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(folder.resolve(file))), StandardCharsets.UTF_8));
                var parser = format.builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .setAllowMissingColumnNames(true)
                        .get()
                        .parse(reader)) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double decimal(String text) {
        return text.isBlank() || text.equals("NA") ? Double.NaN : Double.parseDouble(text.replace(',', '.'));
    }

    private static List<Upload> uploads(Map<String, List<Point>> byDevice) {
        List<Upload> uploads = new ArrayList<>();
        byDevice.forEach((device, points) -> {
            for (int at = 0; at < points.size(); at += POINTS_PER_UPLOAD) {
                List<Point> batch = points.subList(at, Math.min(points.size(), at + POINTS_PER_UPLOAD));
                long newest = batch.stream().mapToLong(Point::timeMillis).max().orElseThrow();
                uploads.add(new Upload(device, batch, OptionalLong.of(newest)));
            }
        });
        return uploads;
    }
}
