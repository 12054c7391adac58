package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.matching.evaluation.Degradation;

final class EvaluateMatchingCommandTest {
    private static final int AS_RECORDED = 0;
    private static final int ONE_IN_120_S = 5;
    private static final int NOISE_OF_20_M = 9;
    private static final String TRUE_WAYS =
            "{\"trace_id\":\"t-1\",\"path\":[{\"way\":10,\"forward\":true},{\"way\":20,\"forward\":false}]}";

    @TempDir
    private Path folder;

    private Path roads;
    private Path drive;

    @BeforeEach
    void driveEastAlongTheStreet() throws IOException {
        roads = ToyRoads.write(folder);
        drive = Files.writeString(folder.resolve("drive.csv"), ToyRoads.driveEast("t-1", 161));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TRUE_WAYS,
                "{\"trace\":\"t-1\",\"geometry\":[[0,0.002],[0,0.018]]}",
                "{\"trace_id\":\"t-1\",\"clean\":true,\"route\":[[0,0.002],[0,0.01],[0,0.018]],\"fixes\":[]}",
                "{\"type\":\"LineString\",\"coordinates\":[[0.002,0],[0.018,0]]}",
                """
                {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"trace_id":"t-1"},
                "geometry":{"type":"MultiLineString","coordinates":[[[0.002,0],[0.01,0]],[[0.01,0],[0.018,0]]]}}]}
                """
            })
    void theTrueDriveIsFoundHoweverItsTruthIsTold(String truth) throws IOException {
        JsonNode report = evaluate(truth);

        assertThat(report.get("drives").asInt()).isEqualTo(1);
        assertThat(report.get("trueMetres").asDouble()).isCloseTo(16 * ToyRoads.MILLIDEGREE, within(2.0));
        JsonNode recorded = report.get("rows").get(AS_RECORDED);
        assertThat(recorded.get("mismatch").asDouble()).isCloseTo(0, within(1e-4));
        assertThat(recorded.get("rightWay").asDouble()).isEqualTo(1);
        assertThat(recorded.get("points").asInt()).isEqualTo(161);
        assertThat(report.get("rows").get(ONE_IN_120_S).get("points").asInt()).isEqualTo(3);
        assertThat(report.get("rows").get(NOISE_OF_20_M).get("draws").asInt()).isEqualTo(4);
        assertThat(report.get("rows")).hasSize(Degradation.TABLE.size());
    }

    @Test
    void anotherRoadThanTheTrueOneIsMissedAndAdded() throws IOException {
        JsonNode report = evaluate(
                "{\"trace_id\":\"t-1\",\"path\":[{\"way\":10,\"forward\":true},{\"way\":30,\"forward\":true,\"toMetres\":900}]}");

        JsonNode recorded = report.get("rows").get(AS_RECORDED);
        double truth = report.get("trueMetres").asDouble();
        assertThat(truth).isCloseTo(8 * ToyRoads.MILLIDEGREE + 900, within(2.0));
        assertThat(recorded.get("missed").asDouble()).isCloseTo((900 - 25) / truth, within(0.01));
        assertThat(recorded.get("added").asDouble()).isCloseTo((8 * ToyRoads.MILLIDEGREE - 25) / truth, within(0.01));
        assertThat(report.get("worst").get(0).get("drive").asText()).isEqualTo("t-1");
    }

    @Test
    void withoutATruthTheMatchOfAllPointsIsTakenForTrue() throws IOException {
        CommandLineRun run =
                CommandLineRun.of("evaluate", "matching", "--roads", roads, "--points", drive, "--draws", 2);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("1 drive, 161 points, 1.8 km as matched from all points, taken for true")
                .contains(" as recorded ")
                .contains(" 10 m noise, 30 s ")
                .contains(" 0.00 % ");
    }

    @Test
    void sharesOfNothingAreUnknown() throws IOException {
        Files.writeString(drive, ToyRoads.driveEast("t-1", 5).replace(",0.00001,", ",50,"));
        Path self = Path.of("self");

        assertThat(run(self, "--draws", 2).out()).contains(" – ").doesNotContain("NaN");
        JsonNode recorded = new ObjectMapper()
                .readTree(run(self, "--draws", 2, "--json").out())
                .get("rows")
                .get(AS_RECORDED);
        assertThat(recorded.get("mismatch").isNull()).isTrue();
        assertThat(recorded.get("rightWay").asDouble()).isZero();
    }

    @Test
    void journeysOfTheSimulatorAreCutFromTheirDevicesPoints() throws IOException {
        Path drives = folder.resolve("drives");
        CommandLineRun.of("simulate", "--roads", roads, "--vehicles", 2, "--hours", 24, "-o", drives);
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "matching",
                "--roads",
                roads,
                "--points",
                drives.resolve("uploads.ndjson"),
                "--truth",
                drives.resolve("truth.ndjson"),
                "--draws",
                1,
                "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("drives").asInt())
                .isEqualTo(Files.readAllLines(drives.resolve("truth.ndjson")).size())
                .isGreaterThan(2);
        assertThat(report.get("rows").get(AS_RECORDED).get("mismatch").asDouble())
                .isLessThan(0.01);
    }

    @Test
    void anyNumberOfThreadsAndTheSameSeedGiveTheSameNumbers() throws IOException {
        StringBuilder many = new StringBuilder(ToyRoads.driveEast("t-0", 161));
        List<String> truths = new ArrayList<>(List.of(TRUE_WAYS.replace("t-1", "t-0")));
        for (int i = 1; i < 12; i++) {
            String table = ToyRoads.driveEast("t-" + i, 161);
            many.append(table.substring(table.indexOf('\n') + 1));
            truths.add(TRUE_WAYS.replace("t-1", "t-" + i));
        }
        Files.writeString(drive, many);
        Path truth = Files.write(folder.resolve("truth.ndjson"), truths);

        String one =
                run(truth, "--json", "--draws", 3, "--seed", 5, "--threads", 1).out();

        assertThat(new ObjectMapper().readTree(one).get("drives").asInt()).isEqualTo(12);
        assertThat(run(truth, "--json", "--draws", 3, "--seed", 5, "--threads", 3)
                        .out())
                .isEqualTo(one);
        assertThat(run(truth, "--json", "--draws", 3, "--seed", 6, "--threads", 3)
                        .out())
                .isNotEqualTo(one.replace("\"seed\":5", "\"seed\":6"));
    }

    @Test
    void aDriveOnAWayThatTheRoadsLackIsLeftOutAndTold() throws IOException {
        Files.writeString(drive, ToyRoads.driveEast("t-2", 100).replaceFirst(".*\n", ""), StandardOpenOption.APPEND);
        Path truth = Files.writeString(
                folder.resolve("truth.ndjson"),
                TRUE_WAYS + "\n{\"trace_id\":\"t-2\",\"path\":[{\"way\":77,\"forward\":true}]}\n");

        CommandLineRun run = run(truth, "--json", "--draws", 1);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("left out t-2: The road file has no way 77 that is driven forward.");
        assertThat(new ObjectMapper().readTree(run.out()).get("drives").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"trace_id\":\"t-1\",\n\"path\":[{]} # line 2",
                "{\"trace_id\":\"t-1\"} # drive 1: it has neither",
                "{\"trace_id\":\"t-1\",\"path\":[{\"way\":\"A\"}]} # drive 1: an entry of its path",
                "{\"trace_id\":\"t-1\",\"geometry\":[[1]]} # drive 1: position 0",
                "{\"type\":\"Point\"} # drive 1",
                "{\"trace_id\":\"t-1\",\"start\":\"soon\",\"path\":[]} # \"soon\" is no time",
                "{\"trace_id\":\"t-9\",\"path\":[{\"way\":10,\"forward\":true}]} # no drive in",
                " # holds no drive",
            })
    void aTruthThatCannotBeUsedIsBadInputAndSaysWhere(String truthAndMessage) throws IOException {
        String[] parts = truthAndMessage.split(" # ");
        Path truth = Files.writeString(folder.resolve("truth.ndjson"), parts[0]);

        CommandLineRun run = run(truth);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("truth.ndjson").contains(parts[1]).doesNotContain("\tat ");
    }

    @Test
    void aTruthWithoutANameIsOnlyForOneTrace() throws IOException {
        Files.writeString(drive, ToyRoads.driveEast("t-2", 100).replaceFirst(".*\n", ""), StandardOpenOption.APPEND);
        Path truth = Files.writeString(
                folder.resolve("truth.geojson"), "{\"type\":\"LineString\",\"coordinates\":[[0.002,0],[0.018,0]]}");

        CommandLineRun run = run(truth);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("give each drive a \"trace\"");
    }

    private JsonNode evaluate(String truth) throws IOException {
        CommandLineRun run = run(Files.writeString(folder.resolve("truth.ndjson"), truth), "--json", "--draws", 4);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private CommandLineRun run(Path truth, Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("evaluate", "matching", "--roads", roads, "--points", drive, "--truth", truth));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray());
    }
}
