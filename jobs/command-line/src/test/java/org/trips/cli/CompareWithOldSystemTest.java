package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.journeys.Pseudonyms;

/** What the old system has found itself, held against what this one has. */
final class CompareWithOldSystemTest {
    private static final String KEY = "a key for the tests";

    private static final String MAPPING = """
            journeys:
              from: trips
              device: imei
              start: begin
              end: end
              endToleranceSeconds: 300
              fields:
                distanceMetres: {field: km, unit: km, tolerancePercent: 5}
                harsh.braking: brakes
            policyMonths:
              from: monthly
              policy: contract
              month: period
              fields:
                journeys: trips
                distanceMetres: {field: km, unit: km, tolerance: 1}
            """;

    @TempDir
    private Path folder;

    private Path store;
    private Path old;
    private Path mapping;
    private Path config;

    @BeforeEach
    void makeFiles() throws IOException {
        store = Files.createDirectory(folder.resolve("store"));
        old = Files.createDirectory(folder.resolve("old"));
        mapping = Files.writeString(folder.resolve("old.yaml"), MAPPING);
        config = Files.writeString(
                folder.resolve("trips.yaml"),
                "uploads: {files: uploads}\ndead-letters: {files: dead-letters}\nstore: {files: store}\npseudonyms: {key: "
                        + KEY + "}\n");
        Files.writeString(
                store.resolve("journeys.ndjson"),
                String.join(
                        "\n",
                        journey("j1", "A", "07:00", "07:30", 12_000, 1),
                        journey("j2", "A", "08:00", "08:30", 10_000, 0),
                        journey("j3", "B", "07:00", "07:30", 5_000, 0)));
        Files.writeString(
                store.resolve("policy_months.ndjson"),
                "{\"_id\":\"42|2026-03\",\"policy\":\"42\",\"month\":\"2026-03\",\"journeys\":2,\"distanceMetres\":22000}");
    }

    @Test
    void journeysArePairedByDeviceAndTimeAndSumsByPolicyAndMonth() throws IOException {
        writeOld(
                "trips",
                "{\"_id\":1,\"imei\":\"A\",\"begin\":\"2026-03-02T07:01:00Z\",\"end\":\"2026-03-02T07:34:00Z\",\"km\":12.3,"
                        + "\"brakes\":1}",
                "{\"_id\":2,\"imei\":\"A\",\"begin\":\"2026-03-02T08:00:00Z\",\"end\":\"2026-03-02T08:30:00Z\",\"km\":9,"
                        + "\"brakes\":0}",
                "{\"_id\":3,\"imei\":\"C\",\"begin\":\"2026-03-02T08:00:00Z\",\"end\":\"2026-03-02T08:30:00Z\",\"km\":9,"
                        + "\"brakes\":0}",
                "{\"_id\":4,\"imei\":\"C\",\"begin\":\"yesterday\",\"end\":\"2026-03-02T08:30:00Z\"}");
        writeOld(
                "monthly",
                "{\"contract\":42,\"period\":202603,\"trips\":2,\"km\":22.9}",
                "{\"contract\":43,\"period\":202603,\"trips\":1,\"km\":9}",
                "{\"contract\":43,\"period\":202603,\"trips\":2,\"km\":9}");
        Path differences = folder.resolve("differences.ndjson");
        CommandLineRun run = compare(old.toString(), "--differences", differences.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("journeys *\\| *1 \\| *1 \\| *1 \\| *1 \\| *1")
                .containsPattern("policy_months *\\| *1 \\| *0 \\| *0 \\| *1 \\| *1")
                .containsPattern("distanceMetres *\\| *1 \\| *22000.0 \\| *21300.0 \\| *-3.2 %")
                .contains(
                        "1 document of the old system's trips could not be read or is there twice",
                        "_id 4: begin must be a date")
                .contains("43|2026-03: there is another one, and this is not compared");
        assertThat(Files.readAllLines(differences))
                .anyMatch(line -> line.contains("\"id\":\"j2\",\"outcome\":\"differing\"")
                        && line.contains("\"rightId\":\"2\"")
                        && line.contains("{\"field\":\"distanceMetres\",\"left\":10000,\"right\":9000}"))
                .anyMatch(line -> line.contains("\"id\":\"3\",\"outcome\":\"onlyRight\""))
                .anyMatch(line -> line.contains("\"outcome\":\"unreadable\",\"what\":\"_id 4\""));
    }

    @Test
    void anOldDatabaseIsComparedWhereItIs() throws IOException {
        try (EmbeddedStore server = EmbeddedStore.start(0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            List<Document> trips = new ArrayList<>();
            trips.add(old("A", "07:00", "07:30", 12, 1));
            trips.add(old("A", "08:00", "08:30", 10, 0));
            trips.add(old("B", "07:00", "07:30", 5, 0));
            client.getDatabase("fleet").getCollection("trips").insertMany(trips);
            client.getDatabase("fleet")
                    .getCollection("monthly")
                    .insertOne(new Document("contract", "42")
                            .append("period", "2026-03")
                            .append("trips", 2)
                            .append("km", 22));
            CommandLineRun run = compare(server.connectionString(), "--right-database", "fleet");
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).containsPattern("journeys *\\| *3 \\| *0 \\| *0 \\| *0 \\| *0");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void aLineThatIsBrokenCostsOnlyItself() throws IOException {
        writeOld(
                "trips",
                "{\"_id\":1,\"imei\":\"A\",\"begin\":\"2026-03-02T07:00:00Z\",",
                "{\"_id\":123456789012345678901}",
                "{\"_id\":{\"$oid\":\"5f\"}}",
                "{\"_id\":1}{\"_id\":2}");
        writeOld("monthly", "{\"contract\":42,\"period\":202603,\"trips\":2,\"km\":22}");
        CommandLineRun run = compare(old.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("journeys *\\| *0 \\| *0 \\| *3 \\| *0 \\| *4")
                .containsPattern("policy_months *\\| *1 \\| *0 \\| *0 \\| *0 \\| *0")
                .contains("trips.ndjson, line 1: is no document in extended JSON (");
    }

    @Test
    void whatCannotBeReadOrIsDoubleOutsideTheSpanDoesNotCount() throws IOException {
        writeOld(
                "trips",
                "{\"_id\":1,\"imei\":\"A\",\"begin\":\"2019-03-02T07:00:00Z\",\"end\":\"2019-03-02T07:34:00Z\",\"km\":\"far\"}",
                "{\"_id\":5,\"imei\":\"A\",\"begin\":\"2019-03-02T07:00:00Z\",\"end\":null}",
                "{\"_id\":2,\"imei\":\"A\",\"begin\":\"2026-03-02T07:00:00Z\",\"end\":\"2026-03-02T07:30:00Z\",\"km\":12,\"brakes\":1}",
                "{\"_id\":3,\"imei\":\"A\",\"begin\":\"2026-03-02T08:00:00Z\",\"end\":\"2026-03-02T08:30:00Z\",\"km\":10,\"brakes\":0}",
                "{\"_id\":4,\"imei\":\"B\",\"begin\":\"2026-03-02T07:00:00Z\",\"end\":\"2026-03-02T07:30:00Z\",\"km\":5,\"brakes\":0}");
        writeOld(
                "monthly",
                "{\"contract\":42,\"period\":201903,\"trips\":2,\"km\":22}",
                "{\"contract\":42,\"period\":201903,\"trips\":3,\"km\":22}",
                "{\"contract\":42,\"period\":202603,\"trips\":2,\"km\":22}");
        CommandLineRun run = compare(old.toString(), "--from", "2026-03-01", "--to", "2026-04-01");
        assertThat(run.out()).containsPattern("journeys *\\| *3 \\| *0 \\| *0 \\| *0 \\| *0");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aNameThatMeansNothingInTheOldSystemIsTold() throws IOException {
        writeOld("trips", "");
        writeOld("monthly", "{\"contract\":42,\"period\":202603,\"trips\":2,\"km\":22}");
        assertThat(compare(old.toString()).out())
                .contains("WARNING: Nothing was read of the old system's trips: is its name right, and its filter?");
        Files.writeString(mapping, MAPPING.replace("field: km,", "field: kms,"));
        writeOld(
                "trips",
                "{\"_id\":4,\"imei\":\"X\",\"begin\":\"2026-03-02T07:00:00Z\",\"end\":\"2026-03-02T07:30:00Z\",\"km\":5,\"brakes\":0}");
        assertThat(compare(old.toString()).out())
                .contains(
                        "WARNING: No document of the old system's trips has kms, which the mapping names for distanceMetres.",
                        "WARNING: No journey has a partner: are devices told by the same ids");
    }

    @Test
    void aWrongUnitOfTheEndIsWarnedOf() throws IOException {
        writeOld(
                "trips",
                "{\"_id\":1,\"imei\":\"A\",\"begin\":\"2026-03-02T07:00:00Z\",\"end\":\"2026-03-02T07:00:02Z\",\"km\":12,\"brakes\":1}");
        writeOld("monthly", "{\"contract\":42,\"period\":202603,\"trips\":2,\"km\":22}");
        assertThat(compare(old.toString()).out())
                .contains(
                        "WARNING: Journeys that are on both sides last 30 min in all on the left, 0 min on the right");
    }

    @Test
    void noPasswordOfAMisspeltAddressIsShown() {
        for (String address :
                List.of("mongo://me:secret@old", "mongodb://me:se/cret@old/x", "postgres:/me:secret@old")) {
            CommandLineRun run = compare(address);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .doesNotContain("secret")
                    .doesNotContain("se/cret")
                    .doesNotContain("'me:se'");
        }
    }

    @Test
    void withoutTheKeyOfPseudonymsNoDeviceCanBeTold() {
        CommandLineRun run = CommandLineRun.of(
                "compare",
                "--left",
                store.toString(),
                "--right",
                old.toString(),
                "--right-mapping",
                mapping.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("say --config, the job's file with pseudonyms.key");
    }

    @Test
    void aFileThatTheMappingNamesAndIsNotThereIsTold() {
        CommandLineRun run = compare(old.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("has no file trips.ndjson");
        assertThat(compare(folder.resolve("nowhere").toString()).err()).contains("is no folder that is there");
    }

    private CommandLineRun compare(String right, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "compare",
                "--config",
                config.toString(),
                "--left",
                store.toString(),
                "--right",
                right,
                "--right-mapping",
                mapping.toString()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray());
    }

    private void writeOld(String name, String... documents) throws IOException {
        Files.writeString(old.resolve(name + ".ndjson"), String.join("\n", documents));
    }

    private static Document old(String imei, String begin, String end, int km, int brakes) {
        return new Document("imei", imei)
                .append("begin", Date.from(Instant.parse("2026-03-02T" + begin + ":00Z")))
                .append("end", Date.from(Instant.parse("2026-03-02T" + end + ":00Z")))
                .append("km", km)
                .append("brakes", brakes);
    }

    private static String journey(String id, String device, String start, String end, int metres, int brakings) {
        String pseudonym = new Pseudonyms("k1", KEY.getBytes(StandardCharsets.UTF_8)).of(device);
        return ("{\"_id\":\"%s\",\"device\":\"%s\",\"start\":\"2026-03-02T%s:00.000Z\",\"end\":\"2026-03-02T%s:00.000Z\","
                        + "\"distanceMetres\":%d,\"harsh\":{\"braking\":%d}}")
                .formatted(id, pseudonym, start, end, metres, brakings);
    }
}
