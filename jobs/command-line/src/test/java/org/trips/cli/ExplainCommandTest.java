package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

final class ExplainCommandTest {
    private static final int POINTS = 30;
    private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*)</script>");

    @TempDir
    private Path folder;

    private Path roads;
    private Path drive;
    private Path page;

    @BeforeEach
    void driveEastAlongTheStreet() throws IOException {
        roads = ToyRoads.write(folder);
        drive = Files.writeString(folder.resolve("drive.csv"), ToyRoads.driveEast("t-1", POINTS));
        page = folder.resolve("drive.html");
    }

    @Test
    void thePageHoldsWhatEachPointMayHaveBeenOnAndWhatWasChosen() throws IOException {
        JsonNode data = explain();
        assertThat(data.get("points")).hasSize(POINTS);
        JsonNode first = data.get("considered").get(0);
        assertThat(first.get("edges")).hasSize(2); // the street, in both directions
        JsonNode chosen = first.get("edges").get(first.get("chosen").asInt());
        assertThat(chosen.get("way").asLong()).isEqualTo(10);
        assertThat(chosen.get("forward").asBoolean()).isTrue();
        assertThat(chosen.get("move").asText()).isEqualTo("start");
        assertThat(chosen.get("emission").asDouble()).isLessThan(0.5);
        assertThat(data.get("paths")).hasSize(1);
        assertThat(data.get("confidence").asDouble()).isBetween(0.95, 1.0);
        JsonNode stretch = data.get("paths").get(0).get(0);
        assertThat(stretch.get("confidence").asDouble()).isBetween(0.95, 1.0);
        assertThat(stretch.get("line").size()).isGreaterThanOrEqualTo(4);
        assertThat(data.get("roads")).isNotEmpty();
    }

    @Test
    void aPointWithoutAPlaceHasItsReason() throws IOException {
        Files.writeString(drive, "t-1,1772000161000,0.5,0.5\n", StandardOpenOption.APPEND);
        JsonNode last = explain().get("points").get(POINTS);
        assertThat(last.has("place")).isFalse();
        assertThat(last.get("reason").asText()).isEqualTo("no-road-near");
    }

    @Test
    void aGapThatWasBridgedStandsOut() throws IOException {
        Files.writeString(drive, "t-1,1772000330000,0.0,0.0059\n", StandardOpenOption.APPEND);
        JsonNode gaps = explain().get("gaps");
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).get("pointBefore").asInt()).isEqualTo(POINTS - 1);
        assertThat(gaps.get(0).get("pointAfter").asInt()).isEqualTo(POINTS);
        assertThat(gaps.get(0).get("seconds").asDouble()).isEqualTo(301);
    }

    @Test
    void aStretchThatMayAsWellHaveBeenDrivenOnAnotherStreetStandsOut() throws IOException {
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.01)
                .addNode(3, 0.0002, 0)
                .addNode(4, 0.0002, 0.01)
                .addWay(Way.of(10, RoadClass.SECONDARY), 1, 2)
                .addWay(Way.of(20, RoadClass.SECONDARY), 3, 4)
                .write(roads);
        Files.writeString(drive, ToyRoads.driveEast("t-1", POINTS).replace(",0.00001,", ",0.0001,"));
        JsonNode unsure = explain().get("unsure");
        assertThat(unsure).hasSize(1);
        assertThat(unsure.get(0).get("pointBefore").asInt()).isZero();
        assertThat(unsure.get(0).get("pointAfter").asInt()).isEqualTo(POINTS - 1);
        assertThat(unsure.get(0).get("confidence").asDouble()).isBetween(0.3, 0.7);
        assertThat(unsure.get(0).get("metres").asDouble())
                .isCloseTo((POINTS - 1) * ToyRoads.MILLIDEGREE / 10, within(20.0));
    }

    @Test
    void nothingIsUnsureOnTheOnlyStreet() throws IOException {
        JsonNode data = explain();
        assertThat(data.get("unsure")).isEmpty();
        assertThat(data.get("gaps")).isEmpty();
    }

    @Test
    void onlyThePointsAskedForAreShownThoughAllAreMatched() throws IOException {
        JsonNode data = explain("--from", "2026-02-25T06:13:25Z", "--to", "2026-02-25T06:13:30Z");
        assertThat(data.get("firstPoint").asInt()).isEqualTo(5);
        assertThat(data.get("points")).hasSize(5);
        JsonNode move = data.get("considered").get(0);
        assertThat(move.get("point").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(move.get("edges").get(move.get("chosen").asInt()).get("move").asText())
                .isEqualTo("along");
    }

    @Test
    void ofSeveralTracesOneHasToBeNamed() throws IOException {
        Files.writeString(
                drive, "t-2,1772000161000,0.0,0.002\nt-2,1772000171000,0.0,0.003\n", StandardOpenOption.APPEND);
        CommandLineRun unnamed = run();
        assertThat(unnamed.exitCode()).isEqualTo(2);
        assertThat(unnamed.err()).contains("--trace").contains("t-1, t-2");
        assertThat(explain("--trace", "t-2").get("points")).hasSize(2);
    }

    @Test
    void aTraceThatIsNotThereIsBadInput() {
        CommandLineRun run = run("--trace", "t-9");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no trace t-9").contains("t-1");
        assertThat(page).doesNotExist();
    }

    private JsonNode explain(String... more) throws IOException {
        CommandLineRun run = run(more);
        assertThat(run.exitCode()).as(run.err()).isZero();
        Matcher data = DATA.matcher(Files.readString(page));
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }

    private CommandLineRun run(String... more) {
        Object[] arguments = new Object[7 + more.length];
        System.arraycopy(new Object[] {"explain", "--roads", roads, "--points", drive, "-o", page}, 0, arguments, 0, 7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return CommandLineRun.of(arguments);
    }
}
