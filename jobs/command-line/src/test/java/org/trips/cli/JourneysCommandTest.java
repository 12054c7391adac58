package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

final class JourneysCommandTest {
    private static final double DRIVEN_METRES = 16 * ToyRoads.MILLIDEGREE;

    @TempDir
    private Path folder;

    private Path roads;
    private Path drive;
    private Path results;

    @BeforeEach
    void driveEastAlongTheStreet() throws IOException {
        roads = ToyRoads.write(folder);
        drive = Files.writeString(folder.resolve("drive.csv"), ToyRoads.driveEast("van-1", 161));
        results = folder.resolve("results");
    }

    @Test
    void aDriveBecomesAJourneyInFilesAndOnTheTerminal() throws IOException {
        CommandLineRun run = journeys("--roads", roads);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("van-1", "2026-02-25 06:13", "1.8", "1 journey of 1 vehicle;");
        JsonNode journey = journey();
        assertThat(journey.get("distanceMetres").asDouble()).isCloseTo(DRIVEN_METRES, within(30.0));
        assertThat(journey.get("distanceSource").asText()).isEqualTo("roads");
        assertThat(journey.at("/roadClasses/secondary/metres").asDouble())
                .isCloseTo(8 * ToyRoads.MILLIDEGREE, within(30.0));
        List<String> table = Files.readAllLines(results.resolve("journeys.csv"));
        assertThat(table).hasSize(2);
        assertThat(table.get(0)).startsWith("_id,device,policy,status,start,end,distanceMetres");
        assertThat(table.get(1)).startsWith(journey.get("_id").asText() + ",");
    }

    @Test
    void withoutRoadsTheDistanceIsByGpsAndMarkedSo() throws IOException {
        CommandLineRun run = journeys();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(journey().get("distanceSource").asText()).isEqualTo("gps");
        assertThat(journey().get("distanceMetres").asDouble()).isCloseTo(DRIVEN_METRES, within(30.0));
    }

    @Test
    void aTableOfDefaultLimitsIsUsedWhereItIsNamedAndStampedOnTheJourney() throws IOException {
        Path table = Files.writeString(folder.resolve("limits.yaml"), """
            id: usual-1
            country: FI
            limitsKmh: {secondary: 30}
            vehicles: {}
            """);
        Path unposted = folder.resolve("unposted.roads");
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.02)
                .addWay(Way.of(10, RoadClass.SECONDARY), 1, 2)
                .write(unposted);

        journeys("--roads", unposted);
        assertThat(journey().at("/limits/defaultMetres").asDouble()).isZero();
        assertThat(journey().at("/limits/defaultTable").isNull()).isTrue();
        double unknown = journey().at("/limits/unknownMetres").asDouble();
        assertThat(unknown).isPositive();

        CommandLineRun run = journeys("--roads", unposted, "--default-limits", table);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(journey().at("/limits/defaultMetres").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(unknown);
        assertThat(journey().at("/limits/defaultTable").asText()).isEqualTo("usual-1");
        assertThat(Files.readAllLines(results.resolve("journeys.csv")).get(1)).contains("usual-1");
    }

    @Test
    void filesHoldPseudonymsAndOneFileSaysWhoIsWho() throws IOException {
        journeys();
        String pseudonym = journey().get("device").asText();
        assertThat(pseudonym).doesNotContain("van");
        assertThat(results.resolve("devices.csv")).hasContent("pseudonym,device\n" + pseudonym + ",\"van-1\"\n");
    }

    @Test
    void aPolicyGetsItsDay() throws IOException {
        Path policies = policies("""
            {"policy":"P-1","from":"2026-01-01T00:00:00Z","timeZone":"Europe/Helsinki","vehicleClass":"van"}
            """);
        CommandLineRun run = journeys("--roads", roads, "--policies", policies);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(journey().get("policy").asText()).isEqualTo("P-1");
        assertThat(Files.readString(results.resolve("policy_days.csv"))).contains("P-1,2026-02-25,");
        assertThat(run.out()).contains("2026-02-25");
    }

    @Test
    void whatOtherProfilesCallHarshStandsInAFileOfItsOwn() throws IOException {
        String builtIn = new String(
                Profile.class
                        .getResourceAsStream("/org/trips/journeys/default-profile.yaml")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        Path other =
                Files.writeString(drive.resolveSibling("other.yaml"), builtIn.replace("id: default-1", "id: other"));
        assertThat(journeys().exitCode()).isZero();
        String alone = Files.readString(results.resolve("journeys.csv"));
        assertThat(results.resolve("compared_events.csv")).doesNotExist();

        CommandLineRun run = journeys("--compare-profile", other);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(journey().get("comparedProfiles"))
                .extracting(JsonNode::asText)
                .containsExactly("other");
        assertThat(results.resolve("compared_events.csv")).exists();
        assertThat(Files.readString(results.resolve("journeys.csv"))).isEqualTo(alone);

        Path same = Files.writeString(drive.resolveSibling("same.yaml"), builtIn);
        CommandLineRun refused = journeys("--compare-profile", same);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("Another profile is called default-1 too");
    }

    @Test
    void overlappingPoliciesAreRefusedWithBothNamed() throws IOException {
        Path policies = policies("""
            {"policy":"P-1","from":"2026-01-01T00:00:00Z","timeZone":"UTC","vehicleClass":"van"},
            {"policy":"P-2","from":"2026-02-01T00:00:00Z","timeZone":"UTC","vehicleClass":"van"}
            """);
        CommandLineRun run = journeys("--policies", policies);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("policies.json", "P-1", "P-2");
        assertThat(results).doesNotExist();
    }

    @Test
    void whatCannotBeReadIsKeptAsADeadLetterUntilItIsPutRight() throws IOException {
        String good = Files.readString(drive);
        Files.writeString(drive, "van-1,1772000161000,91,0.018\n", StandardOpenOption.APPEND);
        CommandLineRun run = journeys();
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("drive.csv, line 163");
        Path letters = results.resolve("dead-letters.ndjson");
        DeadLetter letter =
                DeadLetterCodec.fromLine(Files.readString(letters).strip().getBytes(StandardCharsets.UTF_8));
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.OUT_OF_RANGE);

        Files.writeString(drive, good);
        journeys();
        assertThat(letters).doesNotExist();
    }

    @Test
    void scriptsGetTheCountsAsJson() throws IOException {
        CommandLineRun run = journeys("--json");
        JsonNode counts = new ObjectMapper().readTree(run.out());
        assertThat(counts.get("journeys").asInt()).isEqualTo(1);
        assertThat(counts.at("/points/used").asInt()).isBetween(150, 161);
    }

    @Test
    void everyPointReadIsAccountedForInTheLastLine() throws IOException {
        Files.writeString(drive, "van-1,1772000161000,91,0.018\n", StandardOpenOption.APPEND);
        JsonNode points = new ObjectMapper()
                .readTree(journeys("--points", drive, "--json").out())
                .get("points");
        assertThat(points.get("read").asInt()).isEqualTo(2 * 162);
        assertThat(points.get("duplicates").asInt()).isEqualTo(161);
        assertThat(points.get("refused").asInt()).isEqualTo(2);
        int dropped = 0;
        for (JsonNode count : points.get("dropped")) {
            dropped += count.asInt();
        }
        assertThat(points.get("used").asInt() + dropped).isEqualTo(161);

        assertThat(journeys("--points", drive).out().strip())
                .endsWith(" + 161 duplicates + 2 refused.")
                .contains("\n324 points read = ");
    }

    @Test
    void filesThatLieMonthsApartLoseNoPointInWhateverOrderTheyAreRead() throws IOException {
        String february = Files.readString(drive);
        String march = "trace_id,timestamp_ms,lat,lon\n";
        for (String start : List.of("177300", "177350", "177400")) {
            march += february.substring(february.indexOf('\n') + 1).replace("177200", start);
        }
        Path laterFile = Files.writeString(folder.resolve("march.csv"), march);
        CommandLineRun later = CommandLineRun.of("journeys", "--points", laterFile, drive, "-o", results);
        assertThat(later.exitCode()).as(later.err()).isZero();
        List<String> backwards = Files.readAllLines(results.resolve("journeys.csv"));
        assertThat(backwards).hasSize(5);
        assertThat(results.resolve("dead-letters.ndjson")).doesNotExist();

        CommandLineRun.of("journeys", "--points", drive, laterFile, "-o", results);
        assertThat(results.resolve("journeys.csv")).content().isEqualTo(String.join("\n", backwards) + "\n");
    }

    @Test
    void aFileWithoutAnyUsablePointIsBadInput() throws IOException {
        Files.writeString(drive, "trace_id,timestamp_ms,lat,lon\n");
        CommandLineRun run = journeys();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no usable point", "drive.csv");
    }

    @Test
    void theReportNeedsNothingFromElsewhere() throws IOException {
        Path page = folder.resolve("report.html");
        CommandLineRun run = CommandLineRun.of("report", "--points", drive, "--roads", roads, "-o", page);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readString(page))
                .contains("\"stretches\":[{\"band\":", "\"roadClass\":\"residential\"", "OpenStreetMap")
                .doesNotContain("src=", "href=\"http", "@import", "url(", "{{");
    }

    @Test
    void theReportDrawsWhatWasMeasured() throws IOException {
        // One fix 5 km beside the street belongs to no journey, so nothing is drawn there.
        Files.writeString(drive, Files.readString(drive).replace("1772000080000,0.00001,", "1772000080000,0.05,"));
        Path page = folder.resolve("report.html");
        CommandLineRun run = CommandLineRun.of("report", "--points", drive, "--roads", roads, "-o", page);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode drawn = reported(page).at("/journeys/0");
        assertThat(drawn.at("/drawing/seconds").size())
                .isEqualTo(drawn.at("/document/quality/pointsUsed").asInt());
        assertThat(drawn.path("vehicle").asText())
                .isNotEqualTo(drawn.at("/document/device").asText());
        assertThat(drawn.path("timeZone").asText()).isEqualTo("UTC");
        double fastest = 0;
        for (JsonNode kmh : drawn.at("/drawing/kmh")) {
            fastest = Math.max(fastest, kmh.asDouble());
        }
        assertThat(fastest / 3.6).isCloseTo(drawn.at("/document/maxSpeedMps").asDouble(), within(0.02));
    }

    @Test
    void theReportSaysWhyItDoesNotDrawMoreThanThreeHundred() throws IOException {
        String rows = Files.readString(drive).lines().skip(1).limit(100).collect(Collectors.joining("\n"));
        StringBuilder many = new StringBuilder("trace_id,timestamp_ms,lat,lon\n");
        for (int day = 0; day < 302; day++) {
            many.append(rows.replace(",1772000", "," + (1_772_000 + day * 100L)))
                    .append('\n');
        }
        Files.writeString(drive, many);
        Path page = folder.resolve("report.html");
        CommandLineRun run = CommandLineRun.of("report", "--points", drive, "-o", page);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode journeys = reported(page).get("journeys");
        assertThat(journeys).hasSize(302);
        assertThat(journeys.get(299).get("drawing").isNull()).isFalse();
        assertThat(journeys.get(300).get("drawing").isNull()).isTrue();
        assertThat(journeys.get(300).get("whyNotDrawn").asText()).contains("more than the first 300");
    }

    private static JsonNode reported(Path page) throws IOException {
        String html = Files.readString(page);
        String opening = "<script type=\"application/json\" id=\"data\">";
        int from = html.indexOf(opening) + opening.length();
        return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
    }

    @Test
    void aPolicysNameCannotEndTheReportsScript() throws IOException {
        Path policies = policies("""
            {"policy":"</script><b>","from":"2026-01-01T00:00:00Z","timeZone":"UTC","vehicleClass":"van"}
            """);
        Path page = folder.resolve("report.html");
        CommandLineRun run = journeys("--policies", policies, "--report", page);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readString(page)).contains("\\u003c/script>").doesNotContain("</script><b>");
    }

    private Path policies(String assignments) throws IOException {
        return Files.writeString(
                folder.resolve("policies.json"),
                "[{\"device\":\"van-1\",\"version\":1,\"assignments\":[" + assignments + "]}]");
    }

    private CommandLineRun journeys(Object... more) {
        Object[] always = {"journeys", "--points", drive, "-o", results};
        Object[] arguments = new Object[always.length + more.length];
        System.arraycopy(always, 0, arguments, 0, always.length);
        System.arraycopy(more, 0, arguments, always.length, more.length);
        return CommandLineRun.of(arguments);
    }

    private JsonNode journey() throws IOException {
        List<String> lines = Files.readAllLines(results.resolve("journeys.ndjson"));
        assertThat(lines).hasSize(1);
        return new ObjectMapper().readTree(lines.get(0));
    }
}
