package org.trips.benchmarks.matching;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.trips.matching.Trace;

/** Drives out of a CSV: the name of the drive, its time, latitude and longitude, a row per fix, gzipped or not. */
public final class Drives {
    private static final String SECONDS = "epoch_s";
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final int DRIVE_COLUMN = 0;
    private static final int TIME_COLUMN = 1;
    private static final int LATITUDE_COLUMN = 2;
    private static final int LONGITUDE_COLUMN = 3;
    private static final int EXPECTED_FIXES = 256;
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    private Drives() {}

    /** The drives in the order of the file. Times are milliseconds unless their column is called epoch_s. */
    public static List<Trace> read(Path file) throws IOException {
        Map<String, Trace.Builder> drives = new LinkedHashMap<>();
        try (Reader text = new InputStreamReader(open(file), StandardCharsets.UTF_8);
                CSVParser rows = CSVParser.parse(text, FORMAT)) {
            long unit = rows.getHeaderNames().get(TIME_COLUMN).equals(SECONDS) ? MILLIS_PER_SECOND : 1;
            for (CSVRecord row : rows) {
                drives.computeIfAbsent(row.get(DRIVE_COLUMN), none -> Trace.builder(EXPECTED_FIXES))
                        .add(
                                Long.parseLong(row.get(TIME_COLUMN)) * unit,
                                Double.parseDouble(row.get(LATITUDE_COLUMN)),
                                Double.parseDouble(row.get(LONGITUDE_COLUMN)));
            }
        }
        List<Trace> traces = new ArrayList<>();
        drives.values().forEach(drive -> traces.add(drive.build()));
        return traces;
    }

    /** Writes drives in the same form, numbered, in milliseconds. */
    static void write(List<Trace> drives, Path file) throws IOException {
        try (CSVPrinter rows = new CSVPrinter(Files.newBufferedWriter(file), CSVFormat.DEFAULT)) {
            rows.printRecord("drive", "timestamp_ms", "lat", "lon");
            for (int d = 0; d < drives.size(); d++) {
                Trace drive = drives.get(d);
                for (int i = 0; i < drive.size(); i++) {
                    rows.printRecord(d, drive.timeMillis(i), drive.latitude(i), drive.longitude(i));
                }
            }
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }
}
