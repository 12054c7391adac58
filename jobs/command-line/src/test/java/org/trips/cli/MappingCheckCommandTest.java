package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedStore;

final class MappingCheckCommandTest {
    private static final String MAPPING = """
            filter: {kind: gps}
            device: vehicle
            time: {field: at, unit: s}
            position: place
            speed: {field: speed, unit: m/s}
            heading: course
            """;

    @TempDir
    Path folder;

    private Path mapping;

    @BeforeEach
    void writeTheMapping() throws IOException {
        mapping = Files.writeString(folder.resolve("mapping.yaml"), MAPPING);
    }

    @Test
    void whatIsMappedLeftOutAndRefusedIsToldWithExamplesAndWhatToDo() throws IOException {
        List<String> lines = new ArrayList<>(Collections.nCopies(96, good(36)));
        lines.add("{\"_id\": \"e-1\", \"kind\": \"event\"}");
        lines.add(good(36).replace("\"_id\": 1", "\"_id\": \"bad-1\"").replace("1772350200", "\"soon\""));
        lines.add("");
        CommandLineRun run = check(lines);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("98 documents read: 96 mapped, 1 left out by the filter, 1 refused.")
                .contains("96 points of 1 device; 1 refused (1.03 %).")
                .contains("Time:   2026-03-01T07:30:00Z to 2026-03-01T07:30:00Z")
                .contains("Place:  latitude 60.1700 to 60.1700, longitude 24.9400 to 24.9400")
                .contains("wrongType: 1 point refused, such as")
                .contains("_id bad-1: at is \"soon\" where it should be a date")
                .contains("→ A number needs its unit in the mapping, as in {field: at, unit: s}, or ms")
                .contains("WARNING: No document has course, which the mapping names as heading.")
                .doesNotContain("is the unit of speed right");
    }

    @Test
    void speedsThatAreNotThoseOfPositionsAndTimesAreAWarning() throws IOException {
        List<String> samples = new ArrayList<>();
        for (int second = 0; second < 20; second++) {
            // A ten-thousandth of a degree northwards, 11.1 m, in a second.
            samples.add("{\"t\": %d, \"at\": [24.94, %.4f], \"v\": 40}"
                    .formatted(1_772_350_200 + second, 60 + second / 1e4));
        }
        List<String> document = List.of("{\"id\": \"A\", \"samples\": " + samples + "}");
        String points = """
                points: samples
                device: id
                time: {field: samples.t, unit: s}
                position: samples.at
                speed: {field: samples.v, unit: %s}
                """;
        Files.writeString(mapping, points.formatted("m/s"));
        assertThat(check(document).out()).contains("WARNING: Speeds are 3.60 times what positions and times tell");
        Files.writeString(mapping, points.formatted("km/h"));
        assertThat(check(document).out()).doesNotContain("WARNING");
    }

    @Test
    void aSpeedInTheWrongUnitIsAWarning() throws IOException {
        assertThat(check(List.of(good(130))).out())
                .contains(
                        "Half of the vehicles that move are faster than 130 m/s (468 km/h): is the unit of speed right?");
    }

    @Test
    void whereTooMuchIsRefusedTheCheckFailsThoughItsReportIsWhole() throws IOException {
        List<String> lines = new ArrayList<>(Collections.nCopies(9, good(10)));
        lines.add(good(10).replace("60.17", "160.17"));
        CommandLineRun run = check(lines);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("outOfRange: 1 point refused")
                .contains("are latitude and longitude not swapped?");
        assertThat(run.err()).contains("10.00 % of the points are refused, more than --most-refused 5.00");
    }

    @Test
    void whereNothingIsMappedTheCheckFails() throws IOException {
        CommandLineRun run = check(List.of("{\"kind\": \"other\"}"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("WARNING: The filter leaves out every document.");
        assertThat(run.err()).contains("no document was mapped");
    }

    @Test
    void theReportForScriptsIsOneLineOfJson() throws IOException {
        JsonNode report = new ObjectMapper()
                .readTree(check(List.of(good(10), good(10).replace("\"v\"", "[]")), "--most-refused", "50", "--json")
                        .out());
        assertThat(report.path("documents").intValue()).isEqualTo(2);
        assertThat(report.path("mapped").intValue()).isEqualTo(1);
        assertThat(report.path("fields").path("device").path("documents").intValue())
                .isEqualTo(2);
        assertThat(report.path("reasons")
                        .path("wrongType")
                        .path("examples")
                        .get(0)
                        .path("field")
                        .textValue())
                .isEqualTo("vehicle");
        assertThat(report.path("medianMovingSpeedMps").doubleValue()).isEqualTo(10);
    }

    @Test
    void aLineThatIsNoDocumentAndAMistakeInTheMappingAreToldWithTheirLines() throws IOException {
        CommandLineRun notJson = check(List.of(good(10), "[1"));
        assertThat(notJson.exitCode()).isEqualTo(2);
        assertThat(notJson.err()).contains("dump.ndjson, line 2 is no document in extended JSON");

        Files.writeString(mapping, MAPPING + "altitude: z\n");
        assertThat(check(List.of(good(10))).err())
                .contains("mapping.yaml, line 7: there is no field altitude in a mapping");
    }

    @Test
    void documentsAreDrawnFromACollection() throws IOException {
        try (EmbeddedStore server = EmbeddedStore.start(0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            List<Document> documents = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                documents.add(Document.parse(good(10)).append("_id", i));
            }
            client.getDatabase("fleet").getCollection("positions").insertMany(documents);
            CommandLineRun run = CommandLineRun.of(
                    "mapping",
                    "check",
                    "--mapping",
                    mapping,
                    "--source",
                    server.connectionString() + "/fleet",
                    "--collection",
                    "positions",
                    "--sample",
                    20);
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("20 documents read: 20 mapped");
        }
    }

    private static String good(double speed) {
        return """
                {"_id": 1, "kind": "gps", "vehicle": "v", "at": 1772350200, "speed": %s, \
                "place": {"type": "Point", "coordinates": [24.94, 60.17]}}""".formatted(speed);
    }

    private CommandLineRun check(List<String> lines, Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(
                "mapping",
                "check",
                "--mapping",
                mapping,
                "--source",
                Files.write(folder.resolve("dump.ndjson"), lines)));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray());
    }
}
