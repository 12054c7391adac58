package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RoadsCommandTest {
    private static final Path TOWN = Path.of("../../sample-data/test.osm.pbf");
    private static final Path CITY = Path.of("../../sample-data/Helsinki.osm.pbf");

    @TempDir
    private Path folder;

    @Test
    void anExtractBecomesARoadFileWithASummary() {
        Path roads = folder.resolve("town.roads");
        CommandLineRun run = CommandLineRun.of("roads", TOWN, "-o", roads);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("motorway", "residential", "junctions", "limits known on", "version");
        assertThat(roads).isNotEmptyFile();
    }

    @Test
    void scriptsGetTheSummaryAsJson() throws IOException {
        CommandLineRun run = CommandLineRun.of("roads", TOWN, "-o", folder.resolve("town.roads"), "--json");
        JsonNode summary = new ObjectMapper().readTree(run.out());
        assertThat(summary.get("edges").asInt()).isPositive();
        assertThat(summary.at("/metresByClass/motorway").asInt()).isPositive();
    }

    @Test
    void theSummaryTellsWhatBecameOfSignsAndBarriers() throws IOException {
        Path roads = folder.resolve("city.roads");
        CommandLineRun run = CommandLineRun.of("roads", CITY, "-o", roads);
        JsonNode summary = new ObjectMapper()
                .readTree(
                        CommandLineRun.of("roads", CITY, "-o", roads, "--json").out());

        int kept = summary.at("/restrictions/kept").asInt();
        int atTimes = summary.at("/restrictions/dropped/at_times").asInt();
        assertThat(kept).isPositive();
        assertThat(atTimes).isPositive();
        assertThat(run.out())
                .contains(kept + " turn restrictions; left out: " + atTimes + " at times only")
                .contains(summary.at("/barriers/closed").asInt() + " closed barriers and "
                        + summary.at("/barriers/gates").asInt() + " gates");
    }

    @Test
    void aRoadFileSaysWhatItHoldsAfterAllOfItWasRead() throws IOException {
        Path roads = folder.resolve("city.roads");
        JsonNode made = new ObjectMapper()
                .readTree(
                        CommandLineRun.of("roads", CITY, "-o", roads, "--json").out());

        CommandLineRun run = CommandLineRun.of("roads", "--check", roads);
        JsonNode held = new ObjectMapper()
                .readTree(CommandLineRun.of("roads", "--check", roads, "--json").out());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "residential",
                        "bytes a directed edge",
                        "Ways with limits by vehicle: 0; by the hour: 0;",
                        "version " + made.get("version").asText())
                .contains("Latitude 60.", "longitude 24.");
        held.fieldNames()
                .forEachRemaining(same -> assertThat(made.get(same)).as(same).isEqualTo(held.get(same)));
        assertThat(held.get("restrictedTurns").asInt()).isPositive();
        assertThat(held.at("/box/minLatitude").asDouble()).isBetween(60.0, 61.0);
    }

    @Test
    void aRoadFileOfWhichOneByteChangedFailsTheCheck() throws IOException {
        Path roads = folder.resolve("town.roads");
        CommandLineRun.of("roads", TOWN, "-o", roads);
        byte[] bytes = Files.readAllBytes(roads);
        bytes[bytes.length / 2] ^= 1;
        Files.write(roads, bytes);

        CommandLineRun run = CommandLineRun.of("roads", "--check", roads);

        assertThat(run.exitCode()).isOne();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("town.roads", "make it again with trips roads");
    }

    @Test
    void aCheckFailsWithOneAndWhatCannotBeCheckedWithTwo() throws IOException {
        Path other = Files.writeString(folder.resolve("other.roads"), "no roads");
        assertThat(CommandLineRun.of("roads", "--check", other).exitCode()).isOne();
        CommandLineRun missing = CommandLineRun.of("roads", "--check", folder.resolve("no.roads"));
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("no.roads is not there");
        assertThat(CommandLineRun.of("roads", "--help").out())
                .contains("Exit codes:", "1   the check found", "2   bad input or usage");
    }

    @Test
    void aRoadFileIsMadeOrChecked() {
        assertThat(CommandLineRun.of("roads", TOWN).err()).contains("--output");
        assertThat(CommandLineRun.of("roads").exitCode()).isEqualTo(2);
        assertThat(CommandLineRun.of("roads", TOWN, "-o", folder.resolve("a.roads"), "--check", TOWN)
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aBrokenExtractIsOneClearLineAndNoFile() throws IOException {
        byte[] whole = Files.readAllBytes(TOWN);
        Path cut = Files.write(folder.resolve("cut.osm.pbf"), Arrays.copyOf(whole, whole.length / 2));
        CommandLineRun run = CommandLineRun.of("roads", cut, "-o", folder.resolve("cut.roads"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("cut.osm.pbf");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(cut);
        }
    }

    @Test
    void whatIsNoFileIsNotReplaced() {
        CommandLineRun run = CommandLineRun.of("roads", TOWN, "-o", folder);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(folder + " is a folder; name the road file in it");
        assertThat(folder).isDirectory();
    }

    @Test
    void aNameThatEndsLikeAFolderIsNoFile() {
        CommandLineRun run = CommandLineRun.of("roads", TOWN, "-o", folder.resolve("new") + "/");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("such as " + folder.resolve("new/my.roads"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatIsMadeIsTold() {
        Path roads = folder.resolve("new/deep/town.roads");
        assertThat(CommandLineRun.of("roads", TOWN, "-o", roads).err())
                .contains("made the folder " + folder.resolve("new/deep"));
        assertThat(CommandLineRun.of("roads", TOWN, "-o", roads).err()).isEmpty();
    }

    @Test
    void anExtractThatIsNotThereIsNamed() {
        CommandLineRun run = CommandLineRun.of("roads", folder.resolve("no.osm.pbf"), "-o", folder.resolve("no.roads"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no.osm.pbf");
    }
}
