package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.matching.UnmatchedReason;

final class MatchCommandTest {
    private static final int POINTS = 161;

    @TempDir
    private Path folder;

    private Path roads;
    private Path drive;

    @BeforeEach
    void driveEastAlongTheStreet() throws IOException {
        roads = ToyRoads.write(folder);
        drive = Files.writeString(folder.resolve("drive.csv"), ToyRoads.driveEast("t-1", POINTS));
    }

    @Test
    void thePathNamesEachWayAndTheMetresAlongItsOwnDirection() throws IOException {
        JsonNode line = match();
        assertThat(line.get("trace").asText()).isEqualTo("t-1");
        JsonNode path = line.get("path");
        assertThat(path).hasSize(2);
        assertThat(path.get(0).get("way").asLong()).isEqualTo(10);
        assertThat(path.get(0).get("forward").asBoolean()).isTrue();
        assertThat(path.get(0).get("fromMetres").asDouble()).isCloseTo(2 * ToyRoads.MILLIDEGREE, within(6.0));
        assertThat(path.get(0).get("toMetres").asDouble()).isCloseTo(10 * ToyRoads.MILLIDEGREE, within(0.1));
        assertThat(path.get(1).get("way").asLong()).isEqualTo(20);
        assertThat(path.get(1).get("forward").asBoolean()).isFalse();
        assertThat(path.get(1).get("fromMetres").asDouble()).isCloseTo(10 * ToyRoads.MILLIDEGREE, within(0.1));
        assertThat(path.get(1).get("toMetres").asDouble()).isCloseTo(2 * ToyRoads.MILLIDEGREE, within(6.0));
    }

    @Test
    void lengthAndGeometryAgree() throws IOException {
        JsonNode line = match();
        assertThat(line.get("lengthMetres").asDouble()).isCloseTo(16 * ToyRoads.MILLIDEGREE, within(10.0));
        JsonNode geometry = line.get("geometry");
        assertThat(geometry.get(0).get(1).asDouble()).isCloseTo(0.002, within(0.00006));
        assertThat(geometry.get(geometry.size() - 1).get(1).asDouble()).isCloseTo(0.018, within(0.00006));
        assertThat(line.get("breaks")).isEmpty();
    }

    @Test
    void aGapThatWasBridgedIsMarked() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(drive));
        lines.subList(61, 121).clear();
        Files.write(drive, lines);
        JsonNode line = match();
        assertThat(line.get("breaks")).isEmpty();
        assertThat(line.get("gaps")).hasSize(1);
        JsonNode gap = line.get("gaps").get(0);
        assertThat(gap.get("pointBefore").asInt()).isEqualTo(59);
        assertThat(gap.get("pointAfter").asInt()).isEqualTo(60);
        assertThat(gap.get("seconds").asDouble()).isEqualTo(61);
        assertThat(gap.get("metres").asDouble()).isCloseTo(6.1 * ToyRoads.MILLIDEGREE, within(15.0));
    }

    @Test
    void theWholeEachPathAndEachWayTellHowLikelyTheyAreRight() throws IOException {
        JsonNode line = match();
        assertThat(line.get("confidence").asDouble()).isBetween(0.95, 1.0);
        assertThat(line.get("pathConfidence")).hasSize(1);
        assertThat(line.get("pathConfidence").get(0)).isEqualTo(line.get("confidence"));
        assertThat(line.get("path").get(0).get("confidence").asDouble()).isBetween(0.95, 1.0);
    }

    @Test
    void everyPointHasItsPlaceOnTheRoad() throws IOException {
        JsonNode points = match().get("points");
        assertThat(points).hasSize(POINTS);
        JsonNode first = points.get(0);
        assertThat(first.get("way").asLong()).isEqualTo(10);
        assertThat(first.get("time").asText()).isEqualTo("2026-02-25T06:13:20.000Z");
        assertThat(first.get("metresFromRoad").asDouble()).isCloseTo(1.1, within(0.1));
    }

    @Test
    void aPointFarFromAnyRoadIsNullWithItsReason() throws IOException {
        Files.writeString(drive, "t-1,1772000161000,0.5,0.5\n", StandardOpenOption.APPEND);
        JsonNode line = match();
        assertThat(line.get("points").get(POINTS).isNull()).isTrue();
        assertThat(line.get("unmatched").get(0).get("index").asInt()).isEqualTo(POINTS);
        assertThat(line.get("unmatched").get(0).get("reason").asText()).isEqualTo("no-road-near");
        assertThat(line.get("unmatched").get(0).get("time").asText()).isEqualTo("2026-02-25T06:16:01.000Z");
    }

    @Test
    void pointsOnNoRoadAreToldByReason() throws IOException {
        Files.writeString(
                drive,
                "t-1,1772000161000,0.5,0.5\nt-1,1772000003000,0.0,0.0023\nt-1,1772000004000,0.0,0.0024\n",
                StandardOpenOption.APPEND);
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive);
        assertThat(run.err())
                .contains("On no road: 2 points out of order, 1 without a road near")
                .contains("sort each trace by time");
    }

    @Test
    void nothingIsToldOfUnmatchedPointsWhereAllAreOnARoad() {
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive);
        assertThat(run.err()).doesNotContain("On no road");
    }

    @Test
    void theHelpNamesEveryReasonWhyAPointIsUnmatched() {
        String help = CommandLineRun.of("match", "--help").out();
        assertThat(help).contains("gaps");
        for (UnmatchedReason reason : UnmatchedReason.values()) {
            assertThat(help).contains(reason.label());
        }
    }

    @Test
    void swappedCoordinatesAreGuessedAtWhereNoPointLiesNearARoad() throws IOException {
        Files.writeString(drive, ToyRoads.driveEast("t-1", 5).replace(",0.00001,", ",50,"));
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("latitude and longitude not swapped?");
    }

    @Test
    void geoJsonHasLongitudeFirst() throws IOException {
        JsonNode collection = matchAsGeoJson();
        assertThat(collection.get("type").asText()).isEqualTo("FeatureCollection");
        JsonNode feature = collection.get("features").get(0);
        assertThat(feature.get("properties").get("trace").asText()).isEqualTo("t-1");
        assertThat(feature.at("/properties/confidence").asDouble()).isBetween(0.95, 1.0);
        assertThat(feature.at("/properties/lineConfidence")).hasSameSizeAs(feature.at("/geometry/coordinates"));
        assertThat(feature.at("/geometry/coordinates/0/0/0").asDouble()).isCloseTo(0.002, within(0.00006));
    }

    @Test
    void geoJsonTellsWaysGapsAndUnmatchedPointsAsTheLinesOfJsonDo() throws IOException {
        Files.writeString(drive, "t-1,1772000161000,0.5,0.5\nt-1,1772000230000,0.0,0.019\n", StandardOpenOption.APPEND);
        JsonNode line = match();
        JsonNode properties = matchAsGeoJson().at("/features/0/properties");
        assertThat(line.get("gaps")).hasSize(1);
        assertThat(line.get("unmatched")).hasSize(1);
        assertThat(properties.get("lineWays")).hasSize(1);
        assertThat(properties.at("/lineWays/0")).isEqualTo(line.get("path"));
        for (String same : new String[] {"lengthMetres", "confidence", "gaps", "unmatched"}) {
            assertThat(properties.get(same)).as(same).isEqualTo(line.get(same));
        }
    }

    @Test
    void uploadsAreMatchedByDevice() throws IOException {
        Path uploads = Files.writeString(folder.resolve("uploads.ndjson"), """
                {"device":"d-7","points":[{"time":1772000000000,"lat":0.0,"lon":0.002}]}
                {"device":"d-7","points":[{"time":1772000010000,"lat":0.0,"lon":0.003}]}
                """);
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", uploads);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).contains("\"trace\":\"d-7\"");
    }

    @Test
    void aLineThatCannotBeReadIsToldAndCostsOnlyItself() throws IOException {
        Files.writeString(drive, "t-1,soon,0.0,0.018\n", StandardOpenOption.APPEND);
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("drive.csv, line " + (POINTS + 2)).contains("161 points");
    }

    @Test
    void whereNoLineCanBeUsedTheCommonestReasonIsTold() throws IOException {
        String seconds = ToyRoads.driveEast("t-1", 3).replace("000,0.00001", ",0.00001");
        Files.writeString(drive, seconds.replaceFirst("\n", "\nt-1,soon,0,0.1\n"));
        String told =
                "3 of 4 refused are like " + drive + ", line 3: timestamp_ms is 1772000000, which looks like seconds";
        CommandLineRun fromFile = CommandLineRun.of("match", "--roads", roads, "--points", drive);
        assertThat(fromFile.exitCode()).isEqualTo(2);
        assertThat(fromFile.err()).contains("no usable point in " + drive, told);
        CommandLineRun fromStandardInput = matchStandardInput(Files.readString(drive));
        assertThat(fromStandardInput.exitCode()).isEqualTo(2);
        assertThat(fromStandardInput.err()).contains(told.replace(drive.toString(), "standard input"));
    }

    @Test
    void aColumnThatIsNotUsedIsToldOnceThoughSeveralFilesHaveIt() throws IOException {
        String other =
                ToyRoads.driveEast("t-2", 5).replace("lat,", "speed,lat,").replace("0.00001", "9,0.00001");
        Files.writeString(drive, other.replace("t-2", "t-1"));
        Path second = Files.writeString(folder.resolve("second.csv"), other);
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive, second);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).containsOnlyOnce("trips: column speed is not used; do you mean speed_mps");
    }

    @Test
    void whatIsNoRoadFileIsBadInput() throws IOException {
        Path none = Files.writeString(folder.resolve("none.roads"), "nothing");
        CommandLineRun run = CommandLineRun.of("match", "--roads", none, "--points", drive);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("none.roads").doesNotContain("\tat ");
    }

    @Test
    void pointsThatAreNotThereAreNamed() {
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", folder.resolve("no.csv"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no.csv");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path matched = folder.resolve("no/matched.ndjson");
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive, "-o", matched);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("trips: " + folder.resolve("no") + " is not there.");
    }

    @Test
    void severalThreadsWriteWhatOneWrites() throws IOException {
        Path many = Files.writeString(folder.resolve("many.csv"), manyDrives(50));
        CommandLineRun one = CommandLineRun.of("match", "--roads", roads, "--points", many, "--threads", 1);
        CommandLineRun several = CommandLineRun.of("match", "--roads", roads, "--points", many, "--threads", 4);
        assertThat(several.out()).isEqualTo(one.out());
        assertThat(several.out().lines()).hasSize(50);
        assertThat(several.err()).contains("50 traces");
    }

    @Test
    void whatComesOnStandardInputIsMatchedAsItWouldBeFromAFile() throws IOException {
        String drives = manyDrives(3);
        Path file = Files.writeString(folder.resolve("many.csv"), drives);
        CommandLineRun fromFile = CommandLineRun.of("match", "--roads", roads, "--points", file);
        assertThat(matchStandardInput(drives).out()).isEqualTo(fromFile.out());
    }

    @Test
    void uploadsOnStandardInputAreKnownByTheirFirstByte() throws IOException {
        CommandLineRun run = matchStandardInput("""
                {"device":"d-7","points":[{"time":1772000000000,"lat":0.0,"lon":0.002}]}
                {"device":"d-7","points":[{"time":1772000010000,"lat":0.0,"lon":0.003},{"time":"soon"}]}
                """);
        assertThat(run.out()).contains("\"trace\":\"d-7\"");
        assertThat(run.err()).contains("standard input, line 2").contains("1 trace, 2 points");
    }

    @Test
    void aTraceThatComesAgainOnStandardInputIsToldOnce() throws IOException {
        String interleaved = manyDrives(2) + manyDrives(2).replaceFirst(".*\n", "");
        CommandLineRun run = matchStandardInput(interleaved);
        assertThat(run.err()).containsOnlyOnce("must stand together").contains("more of trace t-0 ");
        assertThat(run.err()).contains("4 traces");
        assertThat(matchStandardInput(manyDrives(2)).err()).doesNotContain("must stand together");
    }

    @Test
    void whereNoPointCanBeUsedTheFirstOfTheReasonsIsToldAndTheColumnsThatAreNotUsed() throws IOException {
        Files.writeString(drive, """
                trace_id,timestamp_ms,lat,lon,speed_kmh
                t-1,1772000000000,91,0.1,5
                t-1,soon,0,0.1,5
                """);
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "1 of 2 refused are like " + drive + ", line 2: lat 91.0 is outside",
                        "; column speed_kmh is not used; do you mean speed_mps");
    }

    @Test
    void nothingOnStandardInputIsBadInput() throws IOException {
        CommandLineRun run = matchStandardInput("");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("standard input is empty");
    }

    @Test
    void whatWasMatchedBeforeStaysWhereNothingCanBeMatched() throws IOException {
        Path before = Files.writeString(folder.resolve("matched.ndjson"), "yesterday");
        CommandLineRun run = matchStandardInput(ToyRoads.driveEast("", 0), "-o", before.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no usable point");
        assertThat(before).hasContent("yesterday");
    }

    private static String manyDrives(int drives) {
        String header = ToyRoads.driveEast("", 0);
        return IntStream.range(0, drives)
                .mapToObj(i -> ToyRoads.driveEast("t-" + i, 20 + i).substring(header.length()))
                .collect(Collectors.joining("", header, ""));
    }

    private CommandLineRun matchStandardInput(String points, String... more) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(points.getBytes(StandardCharsets.UTF_8)));
        try {
            List<Object> arguments = new ArrayList<>(List.of("match", "--roads", roads, "--points", "-"));
            arguments.addAll(List.of(more));
            return CommandLineRun.of(arguments.toArray());
        } finally {
            System.setIn(before);
        }
    }

    private JsonNode matchAsGeoJson() throws IOException {
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive, "--format", "geojson");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private JsonNode match() throws IOException {
        Path matched = folder.resolve("matched.ndjson");
        CommandLineRun run = CommandLineRun.of("match", "--roads", roads, "--points", drive, "-o", matched);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(Files.readString(matched));
    }
}
