package org.trips.job.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.configuration.JobOptions.Follow;
import org.trips.journeys.device.Input;

final class JobConfigurationTest {
    private static final String ENOUGH = """
            uploads:
              queues: [uploads]
            dead-letters:
              queue: dead-letters
            store:
              mongodb:
                uri: mongodb://store
            pseudonyms:
              key: 0123456789abcdef
            """;

    @TempDir
    private Path folder;

    @Test
    void whatIsNotGivenHasItsDefault() throws Exception {
        var configuration = load(ENOUGH);
        assertThat(configuration.get(JobOptions.UPLOAD_QUEUES)).containsExactly("uploads");
        assertThat(configuration.get(JobOptions.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
        assertThat(configuration.get(JobOptions.SILENCE)).isEqualTo(Duration.ofMinutes(10));
        assertThat(configuration.get(JobOptions.HORIZON)).isEqualTo(Duration.ofDays(2));
        assertThat(configuration.find(JobOptions.ASSIGNMENTS_FILE)).isEmpty();
    }

    @Test
    void everyKindOfValueIsRead() throws Exception {
        var configuration = load(ENOUGH + """
                rabbitmq:
                  tls: true
                  prefetch: 2_000
                  queue-arguments: {x-queue-type: quorum, x-delivery-limit: -1}
                journeys:
                  silence: 90 s
                state:
                  backend: rocksdb
                roads:
                  - file: old.roads
                  - {file: /maps/new.roads, from: 2026-03-01T00:00:00Z}
                """);
        assertThat(configuration.get(JobOptions.RABBITMQ_TLS)).isTrue();
        assertThat(configuration.get(JobOptions.RABBITMQ_PREFETCH)).isEqualTo(2000);
        assertThat(configuration.get(JobOptions.RABBITMQ_QUEUE_ARGUMENTS))
                .isEqualTo(Map.of("x-queue-type", "quorum", "x-delivery-limit", -1L));
        assertThat(configuration.get(JobOptions.SILENCE)).isEqualTo(Duration.ofSeconds(90));
        assertThat(configuration.get(JobOptions.STATE_BACKEND)).isEqualTo(JobOptions.StateBackend.ROCKSDB);
        assertThat(configuration.get(JobOptions.ROADS))
                .containsExactly(
                        new Option.Version(folder.resolve("old.roads"), Instant.EPOCH),
                        new Option.Version(Path.of("/maps/new.roads"), Instant.parse("2026-03-01T00:00:00Z")));
    }

    @Test
    void aFolderOfTheArchiveIsAPathFromTheFilesFolderOnOrInAnotherFileSystem() throws Exception {
        assertThat(load(ENOUGH + "archive.folder: kept/uploads").get(JobOptions.ARCHIVE_FOLDER))
                .isEqualTo(folder.resolve("kept/uploads").toUri());
        assertThat(load(ENOUGH + "archive.folder: s3://bucket/uploads").get(JobOptions.ARCHIVE_FOLDER))
                .isEqualTo(URI.create("s3://bucket/uploads"));
    }

    @Test
    void aSecretComesFromTheEnvironment() throws Exception {
        var configuration =
                load(ENOUGH.replace("0123456789abcdef", "${ENV:KEY}"), Map.of("KEY", "a-key-of-enough-length"));
        assertThat(configuration.get(JobOptions.PSEUDONYM_KEY)).isEqualTo("a-key-of-enough-length");
    }

    @Test
    void aSecretComesFromAFile() throws Exception {
        Files.writeString(folder.resolve("key"), "a-key-of-enough-length\n");
        var configuration = load(ENOUGH.replace("key: 0123456789abcdef", "key-file: key"));
        assertThat(configuration.get(JobOptions.PSEUDONYM_KEY)).isEqualTo("a-key-of-enough-length");
    }

    @Test
    void filesAndABackFillEndAndBesideWhatGoesOnTheyAreFilledInFirst() {
        var none = JobConfiguration.defaults();
        var files = none.with(JobOptions.UPLOAD_FILES, Path.of("uploads"));
        var backFill = none.with(JobOptions.UPLOAD_MONGODB_URI, "mongodb://old");
        assertThat(none.with(JobOptions.UPLOAD_QUEUES, List.of("q")).input()).isEqualTo(Input.ENDLESS);
        for (var ends : List.of(files, backFill)) {
            assertThat(ends.input()).isEqualTo(Input.ENDS);
            assertThat(ends.with(JobOptions.ASSIGNMENTS_FILE, Path.of("a")).input())
                    .isEqualTo(Input.ENDS);
            assertThat(ends.with(JobOptions.UPLOAD_QUEUES, List.of("q")).input())
                    .isEqualTo(Input.BACK_FILL);
            assertThat(ends.with(JobOptions.ASSIGNMENTS_QUEUE, "a").input()).isEqualTo(Input.BACK_FILL);
        }
        assertThat(backFill.with(JobOptions.UPLOAD_MONGODB_FOLLOW, Follow.CHANGES)
                        .input())
                .isEqualTo(Input.BACK_FILL);
    }

    private JobConfiguration load(String yaml) throws IOException, ConfigurationException {
        return load(yaml, Map.of());
    }

    private JobConfiguration load(String yaml, Map<String, String> environment)
            throws IOException, ConfigurationException {
        var file = folder.resolve("trips.yaml");
        Files.writeString(file, yaml);
        return JobConfiguration.load(file, environment::get);
    }
}
