package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.journeys.profile.Profile;

final class EvaluateEventsCommandTest {
    private static final Instant START = Instant.parse("2026-03-01T07:30:00Z");
    private static final int CRUISING_SECONDS = 60;
    /** The last second at full speed: from there the van brakes at 4 m/s² for three seconds. */
    private static final int BRAKES_AT = 7 + CRUISING_SECONDS;

    @TempDir
    private Path folder;

    private Path drive;

    @BeforeEach
    void pullAwayGentlyCruiseBrakeHardAndRollOn() throws IOException {
        StringBuilder table = new StringBuilder("trace_id,timestamp_ms,lat,lon,speed_mps,heading_deg\n");
        double metres = 0;
        List<Double> speeds = speeds();
        for (int i = 0; i < speeds.size(); i++) {
            metres += speeds.get(i);
            table.append("van,")
                    .append(second(i).toEpochMilli())
                    .append(",0,")
                    .append(metres / 111_195)
                    .append(',')
                    .append(speeds.get(i))
                    .append(",90\n");
        }
        drive = Files.writeString(folder.resolve("drive.csv"), table);
    }

    private static List<Double> speeds() {
        List<Double> speeds = new ArrayList<>(List.of(0., 0., 2., 4., 6., 8., 10., 12.));
        for (int i = 0; i < CRUISING_SECONDS; i++) {
            // Nobody keeps a speed to the centimetre.
            speeds.add(i % 2 == 0 ? 14.02 : 14.);
        }
        speeds.addAll(List.of(10., 6., 2., 3., 4., 5., 5.1, 5., 5.1, 5., 4., 2., 0., 0., 0.));
        return speeds;
    }

    private static Instant second(int i) {
        return START.plusSeconds(i);
    }

    @Test
    void eachProfileSaysWhatItFindsOnTheSameDrives() throws IOException {
        Path strict = profile("strict", "brakingMps2: 2.5", "brakingMps2: 4.5");
        Path lenient = profile("lenient", "accelerationMps2: 2.5", "accelerationMps2: 2.0");

        CommandLineRun run = evaluate("--profile", strict, "--profile", lenient);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("1 journeys of 1 devices")
                .containsPattern("default-1 +\\| braking +\\| +0\\.9 \\| +1 \\|")
                .containsPattern("strict +\\| braking +\\| +0\\.9 \\| +0 \\|")
                .containsPattern("lenient +\\| acceleration +\\| +0\\.9 \\| +1 \\|")
                .doesNotContain("Precision");
    }

    @Test
    void ratesByThresholdAreEventsPer100KmFoundAtEach() throws IOException {
        JsonNode rates = profiles("--thresholds", "2.0,3.0,4.5").get(0).get("per100KmByThreshold");

        assertThat(rates.get("2.0").get("acceleration").asDouble()).isCloseTo(100 / 0.93, within(5.0));
        assertThat(rates.get("3.0").get("acceleration").asDouble()).isZero();
        assertThat(rates.get("3.0").get("braking").asDouble()).isCloseTo(100 / 0.93, within(5.0));
        assertThat(rates.get("4.5").get("braking").asDouble()).isZero();
        assertThat(evaluate("--thresholds", "2.0,3.0").out()).contains("≥ 2.0", "≥ 3.0");
    }

    /** The braking found lasts from second 67 to 70. */
    @ParameterizedTest
    @CsvSource({"65, 2, 1", "64, 2, 0", "72, 2, 1", "73, 2, 0", "73, 3, 1"})
    void aTrueEventIsFoundWithinTheTolerance(int at, int tolerance, double foundShare) throws IOException {
        Path truth = truth("device,time,type\nvan," + second(at) + ",braking\n");

        JsonNode braking = braking(profiles("--truth", truth, "--tolerance", tolerance));

        assertThat(braking.get("true").asInt()).isEqualTo(1);
        assertThat(braking.get("foundShare").asDouble()).isEqualTo(foundShare);
        assertThat(braking.get("precision").asDouble()).isEqualTo(foundShare);
        assertThat(braking.get("falsePer100Km").asDouble() > 0).isEqualTo(foundShare == 0);
    }

    @Test
    void anEventThatLastsIsFoundWhereverTheyOverlap() throws IOException {
        Path truth =
                truth("type,time,device,seconds,peak\nbraking," + second(60).toEpochMilli() + ",van,7.5,4.1\n");

        assertThat(braking(profiles("--truth", truth, "--tolerance", "0"))
                        .get("foundShare")
                        .asDouble())
                .isEqualTo(1);
    }

    @Test
    void anotherTypeAtTheSameTimeIsAnotherEvent() throws IOException {
        JsonNode events = profiles("--truth", truth("device,time,type\nvan," + second(BRAKES_AT) + ",cornering\n"))
                .get(0)
                .get("events");

        assertThat(events.get("cornering").get("foundShare").asDouble()).isZero();
        assertThat(events.get("cornering").get("precision").isNull()).isTrue();
        assertThat(events.get("braking").get("precision").asDouble()).isZero();
        assertThat(events.get("braking").get("foundShare").isNull()).isTrue();
    }

    @Test
    void aDoubtfulEventIsNeitherMissedNorFalse() throws IOException {
        Path truth = truth("device,time,type,peak\nvan," + second(BRAKES_AT) + ",braking,3.9\n");

        JsonNode braking = braking(profiles("--truth", truth, "--clear-from", "4.41"));

        assertThat(braking.get("events").asInt()).isEqualTo(1);
        assertThat(braking.get("true").asInt()).isZero();
        assertThat(braking.get("falsePer100Km").asDouble()).isZero();
        assertThat(braking.get("precision").isNull()).isTrue();
    }

    @Test
    void aProfileIsJudgedByGpsAloneBesideTheAccelerometer() throws IOException {
        StringBuilder points = new StringBuilder();
        double metres = 0;
        List<Double> speeds = speeds();
        for (int i = 0; i < speeds.size(); i++) {
            metres += speeds.get(i);
            points.append(i == 0 ? "" : ",")
                    .append("{\"time\":\"" + second(i) + "\",\"lat\":0,\"lon\":" + metres / 111_195 + ",\"speed\":"
                            + speeds.get(i) + ",\"heading\":90,\"accelLong\":-0.1,\"accelLat\":0.1}");
        }
        Files.writeString(folder.resolve("drive.ndjson"), "{\"device\":\"van\",\"points\":[" + points + "]}\n");
        drive = folder.resolve("drive.ndjson");

        JsonNode profiles = profiles("--gps-alone");

        assertThat(profiles.get(0).get("profile").asText()).isEqualTo("default-1");
        assertThat(profiles.get(0).get("events").get("braking").get("events").asInt())
                .isZero();
        assertThat(profiles.get(1).get("profile").asText()).isEqualTo("default-1, GPS alone");
        assertThat(profiles.get(1).get("events").get("braking").get("events").asInt())
                .isEqualTo(1);
    }

    @Test
    void whatTheSimulatorKnowsIsFoundInTheSampleDrives() throws IOException {
        Path samples = Path.of("../../sample-data");
        drive = samples.resolve("uploads.ndjson.gz");

        JsonNode events =
                profiles("--truth", samples.resolve("truth.ndjson.gz")).get(0).get("events");

        assertThat(events).hasSize(3).allSatisfy(type -> {
            assertThat(type.get("true").asInt()).isGreaterThan(10);
            assertThat(type.get("foundShare").asDouble()).isEqualTo(1);
            assertThat(type.get("precision").asDouble()).isGreaterThan(0.85);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "truth.csv # when,type\\n # line 1: the header has no column device; it needs device,time,type",
                "truth.csv # device,time,type\\nvan,soon,braking\\n # line 2: \"soon\" is no time",
                "truth.csv # device,time,type\\nvan,0,stopping\\n # line 2: \"stopping\" is no type of event",
                "truth.csv # device,time,type\\n,0,braking\\n # line 2: it names no device",
                "truth.csv # device,time,type,peak\\nvan,0,braking,hard\\n # line 2: peak is \"hard\"",
                "truth.csv # device,time,type,seconds\\nvan,0,braking,-1\\n # line 2: seconds is \"-1\"",
                "truth.csv # device,time,type\\n # holds neither an event nor a drive",
                "truth.csv # device,time,type\\nlorry,0,braking\\n # no device in",
                "truth.ndjson # \\n{\"device\": # line 2: it is no JSON",
                "truth.ndjson # {\"device\":\"van\"} # line 1: a drive is {\"device\"",
                "truth.ndjson # {\"device\":\"van\",\"events\":[{\"type\":\"braking\"}]} # line 1: \"\" is no time",
            })
    void aTruthThatCannotBeUsedIsBadInputAndSaysWhere(String nameContentAndMessage) throws IOException {
        String[] parts = nameContentAndMessage.split(" # ");
        Path truth = Files.writeString(folder.resolve(parts[0]), parts[1].replace("\\n", "\n"));

        CommandLineRun run = evaluate("--truth", truth);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(parts[0]).contains(parts[2]).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void profilesOfOneNameCannotBeToldApart() throws IOException {
        CommandLineRun run = evaluate("--profile", profile("default-1", "brakingMps2: 2.5", "brakingMps2: 4.5"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("default-1.yaml: another profile is called default-1 too");
    }

    @Test
    void devicesOfTheTruthWithoutPointsAreTold() throws IOException {
        Path truth = truth("device,time,type\nvan," + second(BRAKES_AT) + ",braking\nlorry,0,braking\n");

        CommandLineRun run = evaluate("--truth", truth);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("left out 1 devices in " + truth + " without points: lorry");
    }

    @Test
    void thresholdsOfNothingAreRefused() {
        CommandLineRun run = evaluate("--thresholds", "2.0,0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--thresholds must be above 0 m/s², and 0.0 is not");
    }

    private Path truth(String table) throws IOException {
        return Files.writeString(folder.resolve("truth.csv"), table);
    }

    /** The built-in profile under another name, its GPS thresholds changed. */
    private Path profile(String id, String threshold, String by) throws IOException {
        try (InputStream builtIn = Profile.class.getResourceAsStream("/org/trips/journeys/default-profile.yaml")) {
            String yaml = new String(builtIn.readAllBytes(), StandardCharsets.UTF_8);
            int gps = yaml.indexOf("  gps:");
            return Files.writeString(
                    folder.resolve(id + ".yaml"),
                    yaml.substring(0, gps).replace("id: default-1", "id: " + id)
                            + yaml.substring(gps).replace(threshold, by));
        }
    }

    private static JsonNode braking(JsonNode profiles) {
        return profiles.get(0).get("events").get("braking");
    }

    private JsonNode profiles(Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(more));
        arguments.add("--json");
        CommandLineRun run = evaluate(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out()).get("profiles");
    }

    private CommandLineRun evaluate(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("evaluate", "events", "--points", drive));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray());
    }
}
