package org.trips.job.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person is told of each mistake that can be made in a configuration file. */
final class ConfigurationMistakesTest {
    /** Six lines that suffice. */
    private static final Map<String, String> ENOUGH = Map.of(
            "uploads.queues", "[uploads]",
            "dead-letters.queue", "dead-letters",
            "store.mongodb.uri", "mongodb://store",
            "pseudonyms.key", "0123456789-HUSH-HUSH");

    @TempDir
    private Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("uploads.queues", "", "each of them once and none of them blank, not \"\""),
                arguments("uploads.queues", "[a, b, a]", "must be a list of texts, each of them once"),
                arguments("uploads.queues", "[a, [b]]", "must be a list of texts"),
                arguments("uploads.mongodb.follow", "live", "must be one of [none, changes, polling], not \"live\""),
                arguments(
                        "uploads.mongodb.partitions",
                        "default",
                        "must be one of [single, sample, split-vector, sharded]"),
                arguments("uploads.mongodb.polling.interval", "0 s", "1 s or more"),
                arguments("uploads.mongodb.documents-per-second", "0", "must be a whole number from 1 to 10000000"),
                arguments("uploads.maximum-bytes", "999", "a whole number from 1000 to 2147483639, not \"999\""),
                arguments("uploads.future-tolerance", "-1 s", "must be a duration such as 500 ms"),
                arguments("rabbitmq.host", "\" \"", "must be a text that is not blank"),
                arguments("rabbitmq.port", "0", "must be a whole number from 1 to 65535, not \"0\""),
                arguments("rabbitmq.port", "99999", "must be a whole number from 1 to 65535, not \"99999\""),
                arguments("rabbitmq.password", "[HUSH]", "must be a text"),
                arguments("rabbitmq.tls", "yes", "must be true or false, not \"yes\""),
                arguments("rabbitmq.prefetch", "0", "must be a whole number from 1 to 65535, not \"0\""),
                arguments("rabbitmq.prefetch", "70000", "must be a whole number from 1 to 65535, not \"70000\""),
                arguments("rabbitmq.declare", "1", "must be true or false, not \"1\""),
                arguments("rabbitmq.queue-arguments", "quorum", "must be a map of names to values, not \"quorum\""),
                arguments("rabbitmq.queue-arguments", "[a]", "must be a map of names to values"),
                arguments("rabbitmq.queue-arguments", "{a: {b: c}}", "must be a map of names to simple values"),
                arguments("assignments.queue", "uploads", "is uploads, which is a queue of uploads too"),
                arguments("assignments.refresh", "0 s", "1 s or more and at most 3650 d, not \"0 s\""),
                arguments("reprocess.queue", "uploads", "is uploads, which the job reads already; name another queue"),
                arguments("dead-letters.queue", "uploads", "is uploads, which the job reads; name another queue"),
                arguments("dead-letters.files", "dead", "dead-letters.queue and dead-letters.files are both given"),
                arguments("archive.folder", "s3://bucket/a b", "must be a path, or a URI such as s3://bucket/folder"),
                arguments("archive.roll-interval", "0 s", "1 s or more"),
                arguments(
                        "store.postgresql.url",
                        "jdbc:mysql://user:HUSH@host/db",
                        "must look like jdbc:postgresql://host:5432/database"),
                arguments(
                        "store.postgresql.url", "jdbc:postgresql://host:HUSH/db", "must look like jdbc:postgresql://"),
                arguments("store.postgresql.batch-size", "0", "must be a whole number from 1 to 100000, not \"0\""),
                arguments("store.postgresql.migrate", "perhaps", "must be true or false, not \"perhaps\""),
                arguments(
                        "store.mongodb.uri", "mongdb://user:HUSH@host", "must look like mongodb://user:password@host"),
                arguments("store.mongodb.uri", "mongodb://user:HU@SH@host", "are written %40 %3A %2F and %25"),
                arguments("store.mongodb.uri", "mongodb://user:HUSH@host:x", "must look like mongodb://"),
                arguments("store.mongodb.uri", "mongodb+srv://user:HUSH@host", "must look like mongodb://"),
                arguments("store.mongodb.database", "a b", "is \"a b\", which no database may be called"),
                arguments("store.mongodb.batch-size", "0", "must be a whole number from 1 to 100000, not \"0\""),
                arguments("store.mongodb.batch-interval", "0 ms", "1 ms or more and at most 3650 d, not \"0 ms\""),
                arguments("roads", "[{path: a.roads}]", "must be a list of files, each {file: PATH}"),
                arguments("roads", "[{file: a.roads, from: 2026-03-01}]", "from: 2026-03-01T00:00:00Z}"),
                arguments("roads", "[{file: a.roads}, {file: b.roads}]", "a.roads and b.roads both have no `from`"),
                arguments(
                        "roads",
                        "[{file: a.roads, from: 2026-03-01T00:00:00Z}, {file: b.roads, from: 2026-03-01T00:00:00.0Z}]",
                        "a.roads and b.roads both hold from 2026-03-01T00:00:00Z"),
                arguments("roads", "[{file: a.roads, version: [a]}]", "must be a list of files"),
                arguments("road-list.refresh", "0 s", "1 s or more and at most 3650 d, not \"0 s\""),
                arguments("profiles", "[{file: a.yaml, version: a}]", "must be a list of files"),
                arguments("profiles", "[{file: a.yaml}, {file: b.yaml}]", "a.yaml and b.yaml both have no `from`"),
                arguments("pseudonyms.key", "HUSH", "`openssl rand -base64 32` makes a good key"),
                arguments("pseudonyms.key", "${ENV:NOT_SET}", "needs the environment variable NOT_SET"),
                arguments("pseudonyms.key-file", "none", "give either pseudonyms.key or pseudonyms.key-file"),
                arguments("pseudonyms.key-version", "k-1", "The version of the pseudonym key is 'k-1'"),
                arguments("journeys.silence", "-5 s", "must be a duration such as 500 ms"),
                arguments("journeys.silence", "0 s", "1 s or more"),
                arguments("journeys.silence", "10", "must be a duration such as 500 ms"),
                arguments("journeys.horizon", "0 h", "1 s or more"),
                arguments("journeys.horizon", "99999999999999999999 d", "at most 3650 d"),
                arguments("journeys.horizon", "999999999999999999 d", "at most 3650 d"),
                arguments("job.parallelism", "0", "must be a whole number from 1 to 32768, not \"0\""),
                arguments("job.parallelism", "129", "is 129, more than job.maximum-parallelism, which is 128"),
                arguments("checkpoints.interval", "9 ms", "10 ms or more and at most 3650 d, not \"9 ms\""),
                arguments("state.backend", "disk", "must be one of [hashmap, rocksdb], not \"disk\""),
                arguments("web.port", "99999", "must be a whole number from 0 to 65535, not \"99999\""),
                arguments("journeys.silense", "10 s", "do you mean journeys.silence; docs/configuration.md lists"),
                arguments("journey.silence", "10 s", "do you mean journeys.silence; docs/configuration.md lists"),
                arguments("journey", "{silence: 10 s}", "do you mean journeys; docs/configuration.md lists"),
                arguments("pseudonym.key-fil", "k", "do you mean pseudonyms.key-file; docs/configuration.md lists"),
                arguments("something.else", "1", "there is no option something.else; docs/configuration.md lists"),
                arguments("journeys", "5", "journeys holds further options, as a map"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldInOneLineWithFileLineAndOption(String option, String value, String told) throws IOException {
        var complaint = complaint(with(option, value));
        assertThat(complaint)
                .startsWith(folder.resolve("trips.yaml") + ", line ")
                .contains(option)
                .contains(told)
                .doesNotContain("HUSH")
                .hasLineCount(1);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                arguments("uploads.queues", "uploads.queues or uploads.files or uploads.mongodb.uri must be given"),
                arguments("dead-letters.queue", "dead-letters.queue or dead-letters.files must be given"),
                arguments(
                        "store.mongodb.uri", "store.mongodb.uri or store.postgresql.url or store.files must be given"),
                arguments("pseudonyms.key", "pseudonyms.key must be given; `openssl rand -base64 32`"));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void whatIsMissingIsToldWithTheFile(String option, String told) throws IOException {
        var settings = new TreeMap<>(ENOUGH);
        settings.remove(option);
        assertThat(complaint(yaml(settings))).startsWith(folder.resolve("trips.yaml") + ": " + told);
    }

    @Test
    void roadsAreListedInOnePlaceOnly() throws IOException {
        var settings = new TreeMap<>(ENOUGH);
        settings.put("roads", "[{file: a.roads}]");
        settings.put("road-list.file", "roads.yaml");
        assertThat(complaint(yaml(settings))).contains("road-list.file and roads are both given; give one of them");
    }

    @Test
    void overFilesNothingIsComputedAgain() throws IOException {
        var settings = new TreeMap<>(ENOUGH);
        settings.remove("uploads.queues");
        settings.put("uploads.files", "uploads");
        settings.put("reprocess.queue", "reprocess");
        assertThat(complaint(yaml(settings)))
                .contains(
                        "reprocess.queue is of no use where all uploads are at hand, by uploads.files or a back-fill alone");
    }

    @Test
    void anExistingMongoIsNamedWholeAndWithoutItsPassword() throws IOException {
        var settings = new TreeMap<>(ENOUGH);
        settings.put("uploads.mongodb.uri", "mongodb://me:HU@SH@old");
        assertThat(complaint(yaml(settings)))
                .contains("uploads.mongodb.database must be given with uploads.mongodb.uri");
        settings.put("uploads.mongodb.database", "a b");
        settings.put("uploads.mongodb.collection", "positions");
        assertThat(complaint(yaml(settings)))
                .contains("uploads.mongodb.mapping must be given with uploads.mongodb.uri");
        settings.put("uploads.mongodb.mapping", "mapping.yaml");
        settings.put("uploads.mongodb.follow", "polling");
        assertThat(complaint(yaml(settings)))
                .contains("uploads.mongodb.polling.field must be given with uploads.mongodb.follow: polling");
        settings.put("uploads.mongodb.polling.field", "written");
        assertThat(complaint(yaml(settings)))
                .contains("uploads.mongodb.uri must look like mongodb://user:password@host:27017")
                .doesNotContain("HU@SH");
        settings.put("uploads.mongodb.uri", "mongodb://old");
        assertThat(complaint(yaml(settings)))
                .contains("uploads.mongodb.database is \"a b\", which no database may be called");
    }

    static Stream<Arguments> noConfigurations() {
        return Stream.of(
                arguments("journeys: [a\n", ", line 2: this is not YAML"),
                arguments("journeys:\n\tsilence: 5 s\n", ", line 2: this is not YAML"),
                arguments("x.y: 1\nx.y: 2\n", ", line 2: x.y is given twice"),
                arguments("- a\n", " must be a map of options"),
                arguments("? [a, b]\n: c\n", ", line 1: the name of an option must be a text"),
                arguments("a: \u0001\n", " is not YAML in UTF-8"));
    }

    @ParameterizedTest
    @MethodSource("noConfigurations")
    void whatIsNoConfigurationIsToldSo(String text, String told) throws IOException {
        assertThat(complaint(text)).startsWith(folder.resolve("trips.yaml") + told);
    }

    @Test
    void aFileThatIsNotThereOrCannotBeReadIsNamed() throws IOException {
        assertThat(complaint(folder.resolve("none.yaml"))).contains("none.yaml is not there; sample-data/trips.yaml");
        assertThat(complaint(folder)).contains(folder + " cannot be read");
        assertThat(complaint(Files.write(folder.resolve("bytes.yaml"), new byte[] {-1, -2, 0, -128})))
                .contains("bytes.yaml is not YAML in UTF-8");
    }

    private static String with(String option, String value) {
        var settings = new TreeMap<>(ENOUGH);
        settings.put(option, value);
        return yaml(settings);
    }

    private static String yaml(Map<String, String> settings) {
        var yaml = new StringBuilder();
        settings.forEach(
                (name, value) -> yaml.append(name).append(": ").append(value).append('\n'));
        return yaml.toString();
    }

    private String complaint(String yaml) throws IOException {
        return complaint(Files.writeString(folder.resolve("trips.yaml"), yaml));
    }

    private static String complaint(Path file) {
        return catchThrowableOfType(
                        ConfigurationException.class, () -> JobConfiguration.load(file, Map.<String, String>of()::get))
                .getMessage();
    }
}
