package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedStore;

final class ExplainJourneyTest {
    private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*)</script>");
    private static final String HEADER = "trace_id,timestamp_ms,lat,lon,speed_mps,heading_deg,accuracy_m\n";

    /** 2026-02-25T06:13:20Z. */
    private static final long BEGIN_MILLIS = 1_772_000_000_000L;

    @TempDir
    private Path folder;

    private Path roads;
    private Path points;
    private Path results;

    /** Stands for 400 s, drives 2 km along the street in 100 s, brakes hard at its end, and stands for 400 s. */
    @BeforeEach
    void driveEastAlongTheStreet() throws IOException {
        roads = ToyRoads.write(folder);
        points = Files.writeString(folder.resolve("drive.csv"), HEADER + String.join("", drive(400)));
        results = folder.resolve("results");
        CommandLineRun run = CommandLineRun.of("journeys", "--points", points, "--roads", roads, "-o", results);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void itTellsWhyTheJourneyStartsAndEndsAndWhatMadeItsEvents() throws IOException {
        CommandLineRun run = explain("--result", results);
        assertThat(run.exitCode()).as(run.err()).isZero();
        String told = run.out().replaceAll("\\s+", " ");
        assertThat(told)
                .contains("Journey " + id() + " of vehicle van-1: 2026-02-25 06:20:01 to 06:21:45 (UTC)")
                .contains("The points at hand make exactly this document.")
                .contains("more than the 200 m that are still one place (stopRadiusMetres), so it had left.")
                .contains("to the last point at rest there.")
                .contains("was still within 30 m of the place: rest of that length is a stop (stopSeconds 300).")
                .contains("400 points dropped before it, where no journey lies, as parked: the vehicle stood")
                .contains("1 point dropped within it as a jump: no vehicle gets there")
                .contains("above the limit of 50 km/h, posted, where more than 58 km/h are speeding")
                .contains("Harsh braking")
                .contains("by the speeds and headings of GPS")
                .contains("Nothing usable was heard for 35 s");
    }

    @Test
    void linesFitTheTerminal() throws IOException {
        System.setProperty("trips.columns", "80");
        try {
            assertThat(explain("--result", results).out().lines()).allMatch(line -> line.length() <= 80);
        } finally {
            System.clearProperty("trips.columns");
        }
    }

    @Test
    void jsonHasTheFindingsWithLabelsForPrograms() throws IOException {
        JsonNode told = new ObjectMapper()
                .readTree(explain("--result", results, "--json").out());
        assertThat(told.path("journey").asText()).isEqualTo(id());
        assertThat(labels(told))
                .contains("difference none", "start leftPlace", "end atRest", "dropped parked", "dropped jump")
                .contains("event speeding", "event braking", "unseen hole", "quality distance");
        assertThat(told.at("/found/_id").asText()).isEqualTo(id());
    }

    @Test
    void thePageShowsTheFindingsBesideMapAndSpeedPlot() throws IOException {
        Path page = folder.resolve("journey.html");
        CommandLineRun run = explain("--result", results, "-o", page);
        assertThat(run.exitCode()).as(run.err()).isZero();
        Matcher data = DATA.matcher(Files.readString(page));
        assertThat(data.find()).isTrue();
        JsonNode shown = new ObjectMapper().readTree(data.group(1));
        assertThat(shown.path("findings")).isNotEmpty();
        assertThat(shown.at("/journey/drawing/kmh")).isNotEmpty();
        assertThat(shown.path("marks").findValuesAsText("letter")).containsExactly("P", "L", "R", "S");
        assertThat(shown.path("setAside").findValuesAsText("reason")).contains("parked", "jump");
        assertThat(shown.path("roads")).isNotEmpty();
    }

    @Test
    void theDocumentIsTakenFromTheStore() throws IOException {
        try (EmbeddedStore store = EmbeddedStore.start(0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("trips")
                    .getCollection("journeys")
                    .insertOne(Document.parse(stored())
                            .append("profile", "other-1")
                            .append("writtenAt", "later"));
            CommandLineRun run = explain("--store", store.connectionString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out().replaceAll("\\s+", " "))
                    .contains("The document is by profile other-1, this explanation by default-1")
                    .contains("so it had left");
        }
    }

    @Test
    void theJobsConfigurationSaysStoreKeyRoadsAndPolicies() throws IOException {
        Path policies = Files.writeString(folder.resolve("policies.json"), """
                [{"device":"van-1","assignments":[{"policy":"P-9","from":"1970-01-01T00:00:00Z",
                  "timeZone":"Europe/Helsinki","vehicleClass":"van"}]}]
                """);
        Path key = Files.writeString(folder.resolve("key"), "a key for this test only");
        CommandLineRun.of(
                "journeys",
                "--points",
                points,
                "--roads",
                roads,
                "--policies",
                policies,
                "--pseudonym-key",
                key,
                "-o",
                results);
        try (EmbeddedStore store = EmbeddedStore.start(0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("trips").getCollection("journeys").insertOne(Document.parse(stored()));
            Path config = Files.writeString(
                    folder.resolve("trips.yaml"), """
                    uploads:
                      queues: [uploads]
                    dead-letters:
                      queue: dead-letters
                    store:
                      mongodb:
                        uri: %s
                    pseudonyms:
                      key: a key for this test only
                    roads:
                      - file: %s
                    assignments:
                      file: %s
                    """.formatted(store.connectionString(), roads, policies));
            CommandLineRun run =
                    CommandLineRun.of("explain", "--journey", id(), "--points", points, "--config", config);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("08:20:01 to 08:21:45 (Europe/Helsinki)")
                    .contains("The points at hand make exactly this document.");

            Path other = Files.writeString(folder.resolve("other-key"), "the key that came after it");
            CommandLineRun otherKey = CommandLineRun.of(
                    "explain", "--journey", id(), "--points", points, "--config", config, "--pseudonym-key", other);
            assertThat(otherKey.err()).contains("are these its points, and is the pseudonym key the same?");

            CommandLineRun both = CommandLineRun.of(
                    "explain", "--journey", id(), "--points", points, "--config", config, "--policies", policies);
            assertThat(both.exitCode()).isEqualTo(2);
            assertThat(both.err()).contains("--config says by what rules the job finds journeys; leave out");
        }
    }

    @Test
    void ofTwoPointsItIsToldThatTheyWait() throws IOException {
        Path two = Files.writeString(
                folder.resolve("two.ndjson"),
                "{\"device\":\"van-1\",\"sentAt\":\"2026-03-01T07:31:00Z\",\"points\":["
                        + "{\"time\":\"2026-03-01T07:30:00Z\",\"lat\":60.17,\"lon\":24.94},"
                        + "{\"time\":\"2026-03-01T07:30:10Z\",\"lat\":60.17,\"lon\":24.94}]}");
        CommandLineRun run = CommandLineRun.of("explain", "--journey", id(), "--points", two, "--result", results);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the first two wait until a third bears them out");
    }

    @Test
    void aHopBeforeTheJourneyIsToldWithWhatAJourneyTakes() throws IOException {
        StringBuilder table = new StringBuilder("trace_id,timestamp_ms,lat,lon\n");
        for (int second = 0; second < 2_000; second++) {
            int hop = Math.max(0, Math.min(second - 400, 21)) * 10;
            int drive = Math.max(0, Math.min(second - 1_000, 300)) * 10;
            table.append(String.format(
                    Locale.ROOT, "van-4,%d,0,%.6f%n", BEGIN_MILLIS + second * 1000L, (hop + drive) / 111_195.0));
        }
        Path file = Files.writeString(folder.resolve("hop.csv"), table);
        CommandLineRun.of("journeys", "--points", file, "-o", results);
        String told = CommandLineRun.of("explain", "--journey", id(), "--points", file, "--result", results)
                .out()
                .replaceAll("\\s+", " ");
        assertThat(told)
                .containsPattern(
                        "A drive of \\d+ m in \\d+ s is too little: a journey takes at least 200 m \\(minimumMetres\\)"
                                + " and 30 s \\(minimumSeconds\\)")
                .containsPattern(
                        "\\d+ points dropped before it, where no journey lies, as driven too short for a journey");
    }

    @Test
    void anIdThatTheStoreDoesNotHaveIsBadInput() throws IOException {
        try (EmbeddedStore store = EmbeddedStore.start(0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("trips").getCollection("journeys").insertOne(new Document("_id", "other"));
            CommandLineRun run = explain("--store", store.connectionString());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("the store has no journey " + id()).contains("trips show journeys --json");
        }
    }

    @Test
    void aStoreThatIsNotThereIsNamed() throws IOException {
        int port;
        try (EmbeddedStore store = EmbeddedStore.start(0)) {
            port = store.port();
        }
        CommandLineRun run = explain("--store", "mongodb://127.0.0.1:" + port);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("127.0.0.1:" + port).doesNotContain("\tat ");
    }

    @Test
    void anIdThatTheResultDoesNotHaveIsBadInput() {
        CommandLineRun run =
                CommandLineRun.of("explain", "--journey", "nobody", "--points", points, "--result", results);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("journeys.ndjson has no journey nobody");
    }

    @Test
    void pointsOfOtherDevicesAreBadInput() throws IOException {
        Path others = Files.writeString(
                folder.resolve("others.csv"), Files.readString(points).replace("van-1", "van-2"));
        CommandLineRun run = CommandLineRun.of("explain", "--journey", id(), "--points", others, "--result", results);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("none of the 1 device in " + others + " is open-", "are these its points");
    }

    @Test
    void anotherPseudonymKeyIsToldByItsName() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "a key for this test only");
        CommandLineRun run = explain("--result", results, "--pseudonym-key", key);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("made with the key open, but here k1 is in use; name its file with --pseudonym-key");
    }

    @Test
    void pointsInWhichTheJourneyIsNotFoundFailTheCheckAndSayWhatTheyAre() throws IOException {
        Path parked = Files.writeString(
                folder.resolve("parked.csv"),
                HEADER + String.join("", drive(400).subList(0, 405)));
        CommandLineRun run = CommandLineRun.of("explain", "--journey", id(), "--points", parked, "--result", results);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("make no journey between 2026-02-25T06:").contains("parked");
    }

    @Test
    void pointsThatLackTheEndOfTheJourneyAreToldSo() throws IOException {
        Path half = Files.writeString(
                folder.resolve("half.csv"), HEADER + String.join("", drive(400).subList(0, 460)));
        CommandLineRun run = CommandLineRun.of(
                "explain", "--journey", id(), "--points", half, "--roads", roads, "--result", results);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("The document has it from")
                .contains("some are missing in these files")
                .contains("the points that proved its end are missing")
                .contains("it is provisional");
    }

    @Test
    void aJourneyOnOtherRoadsIsToldSo() throws IOException {
        CommandLineRun run = CommandLineRun.of("explain", "--journey", id(), "--points", points, "--result", results);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("this explanation without roads: distance, limits and speeding may differ");
    }

    @Test
    void ignitionAndAccelerometerAreToldWhereTheyDecided() throws IOException {
        StringBuilder upload = new StringBuilder("{\"device\":\"van-3\",\"points\":[");
        for (int second = 0; second < 500; second++) {
            double east = 0.001 + Math.max(0, Math.min(second - 200, 200)) * 10 / 111_195.0;
            boolean on = second >= 100 && second < 420;
            upload.append(second == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"time\":\"%s\",\"lat\":0,\"lon\":%.6f,\"ignition\":%s,\"accelLong\":%d}",
                            Instant.ofEpochMilli(BEGIN_MILLIS + second * 1000L),
                            east,
                            on,
                            second == 300 ? -4 : 0));
        }
        Path file = Files.writeString(folder.resolve("van.ndjson"), upload + "]}\n");
        CommandLineRun.of("journeys", "--points", file, "-o", results);
        JsonNode told = new ObjectMapper()
                .readTree(
                        CommandLineRun.of("explain", "--journey", id(), "--points", file, "--result", results, "--json")
                                .out());
        assertThat(labels(told)).contains("start ignitionOn", "end ignitionOff", "difference none", "event braking");
        assertThat(told.path("findings").findValuesAsText("text"))
                .anyMatch(text -> text.contains("up to 4 m/s²") && text.contains("by the accelerometer"))
                .anyMatch(text -> text.contains("harsh from 3 m/s² on (harsh.accelerometer.brakingMps2)"));
    }

    @Test
    void whatIsAskedOfAJourneyAndOfATraceCannotBeMixed() throws IOException {
        CommandLineRun run = explain("--result", results, "--trace", "van-1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("mutually exclusive");
    }

    @Test
    void withoutAJourneyRoadsAndPageAreNeeded() {
        CommandLineRun run = CommandLineRun.of("explain", "--points", points);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Missing required option: '--roads=FILE', or --journey=ID");
    }

    private static List<String> labels(JsonNode told) {
        return StreamSupport.stream(told.path("findings").spliterator(), false)
                .map(finding -> finding.path("topic").asText() + " "
                        + finding.path("label").asText())
                .toList();
    }

    private CommandLineRun explain(Object... more) throws IOException {
        return CommandLineRun.of(Stream.concat(
                        Stream.of("explain", "--journey", id(), "--points", points, "--roads", roads), Stream.of(more))
                .toArray());
    }

    private String id() throws IOException {
        return new ObjectMapper().readTree(stored()).path("_id").asText();
    }

    private String stored() throws IOException {
        return Files.readAllLines(results.resolve("journeys.ndjson")).get(0);
    }

    /** One line of the table for each fix, one a second but for a hole of 35 s; one in it is a jump. */
    private static List<String> drive(int restSeconds) {
        List<String> lines = new ArrayList<>();
        double metres = 100;
        int second = 0;
        for (; second < restSeconds; second++) {
            lines.add(line(second, 0, metres, 0));
        }
        double speed = 0;
        while (metres < 2_000) {
            if (second == 440) {
                second += 35;
                metres += 35 * speed;
            } else {
                second++;
                speed = Math.min(20, speed + 2);
                metres += speed;
            }
            lines.add(line(second, second == 480 ? 1 : 0, metres, speed));
        }
        while (speed > 0) {
            second++;
            speed = Math.max(0, speed - 4);
            metres += speed;
            lines.add(line(second, 0, metres, speed));
        }
        for (int end = second + restSeconds; second < end; ) {
            second++;
            lines.add(line(second, 0, metres, 0));
        }
        return lines;
    }

    private static String line(int second, double latitude, double metresEast, double speed) {
        return String.format(
                Locale.ROOT,
                "van-1,%d,%.6f,%.6f,%.2f,90,3%n",
                BEGIN_MILLIS + second * 1000L,
                latitude,
                metresEast / 111_195,
                speed);
    }
}
