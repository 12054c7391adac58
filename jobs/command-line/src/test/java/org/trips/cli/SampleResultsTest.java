package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample data through the commands a user would give, against the tables in sample-data/expected. Texts and counts
 * are the same; measures may differ by what better matching may change. Where a change is meant, make the tables anew
 * as sample-data/README.md says.
 */
final class SampleResultsTest {
    private static final Path SAMPLE_DATA = Path.of("../../sample-data");
    private static final double TOLERANCE_SHARE = 0.01;
    private static final double TOLERANCE = 2;
    /** Which road file was used: a hash, which changes with its layout and says nothing of journeys. */
    private static final String ROADS_VERSION = "roads";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void findTheJourneysOfTheSampleData() {
        Path roads = folder.resolve("sample.roads");
        assertSucceeds(CommandLineRun.of(
                "roads", SAMPLE_DATA.resolve("Helsinki.osm.pbf"), SAMPLE_DATA.resolve("test.osm.pbf"), "-o", roads));
        assertSucceeds(CommandLineRun.of(
                "journeys",
                "--points",
                SAMPLE_DATA.resolve("uploads.ndjson.gz"),
                "--roads",
                roads,
                "--policies",
                SAMPLE_DATA.resolve("policies.json"),
                "-o",
                folder));
    }

    @Test
    void theJourneysAreThoseExpected() throws IOException {
        assertThatTableIsAsExpected("journeys.csv");
    }

    @Test
    void thePolicyDaysAreThoseExpected() throws IOException {
        assertThatTableIsAsExpected("policy_days.csv");
    }

    @Test
    void theDaysAreTheSumsOfTheJourneysToTheMillimetreAndTheMillisecond() throws IOException {
        Map<String, Map<String, BigDecimal>> ofJourneys = new TreeMap<>();
        for (JsonNode journey : documents("journeys.ndjson")) {
            Map<String, BigDecimal> whole = new TreeMap<>();
            for (JsonNode part : journey.get("parts")) {
                add(part, "", whole);
                String day = part.get("policy").asText() + "|" + part.get("day").asText();
                add(part, "", ofJourneys.computeIfAbsent(day, none -> new TreeMap<>()));
            }
            whole.forEach((field, sum) -> assertThat(journey.at(field).decimalValue())
                    .as(journey.get("_id") + field)
                    .isEqualByComparingTo(sum));
        }
        List<JsonNode> days = documents("policy_days.ndjson");
        assertThat(days).hasSameSizeAs(ofJourneys.keySet());
        for (JsonNode day : days) {
            ofJourneys.get(day.get("_id").asText()).forEach((field, sum) -> assertThat(
                            day.at(field).decimalValue())
                    .as(day.get("_id") + field)
                    .isEqualByComparingTo(sum));
        }
    }

    private static List<JsonNode> documents(String name) throws IOException {
        ObjectMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        List<JsonNode> documents = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name))) {
            documents.add(json.readTree(line));
        }
        return documents;
    }

    /** All numbers by the path on which they lie. */
    private static void add(JsonNode node, String path, Map<String, BigDecimal> sums) {
        for (var field : node.properties()) {
            if (field.getValue().isNumber()) {
                sums.merge(path + "/" + field.getKey(), field.getValue().decimalValue(), BigDecimal::add);
            } else if (field.getValue().isObject()) {
                add(field.getValue(), path + "/" + field.getKey(), sums);
            }
        }
    }

    private static void assertSucceeds(CommandLineRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static void assertThatTableIsAsExpected(String name) throws IOException {
        List<Map<String, String>> expected =
                rows(SAMPLE_DATA.resolve("expected").resolve(name));
        List<Map<String, String>> found = rows(folder.resolve(name));

        List<String> differences = new ArrayList<>();
        for (int row = 0; row < Math.min(expected.size(), found.size()); row++) {
            compare(name + ", row " + (row + 1), expected.get(row), found.get(row), differences);
        }
        assertThat(differences).isEmpty();
        assertThat(found).isNotEmpty().hasSameSizeAs(expected);
    }

    private static void compare(
            String place, Map<String, String> expected, Map<String, String> found, List<String> differences) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((column, value) -> {
            if (!column.equals(ROADS_VERSION) && !isSame(value, found.get(column))) {
                differences.add(place + ", " + column + ": " + found.get(column) + " where " + value + " is expected");
            }
        });
    }

    private static boolean isSame(String expected, String found) {
        boolean measure = expected.matches("-?\\d+\\.\\d+") && found.matches("-?\\d+\\.\\d+");
        if (!measure) {
            return expected.equals(found);
        }
        double value = Double.parseDouble(expected);
        return Math.abs(Double.parseDouble(found) - value) <= Math.max(TOLERANCE, Math.abs(value) * TOLERANCE_SHARE);
    }

    private static List<Map<String, String>> rows(Path table) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().get();
        try (Reader reader = Files.newBufferedReader(table)) {
            return format.parse(reader).stream().map(CSVRecord::toMap).toList();
        }
    }
}
