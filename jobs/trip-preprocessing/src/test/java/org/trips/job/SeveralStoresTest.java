package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.job.stores.EmbeddedPostgres;
import org.trips.job.stores.Store;
import org.trips.job.stores.Stores;
import org.trips.journeys.documents.StoreDocument;

/** The job writes to all the stores that its configuration names. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class SeveralStoresTest {
    private static final Path SAMPLE = Path.of("../../sample-data");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    private Path folder;

    @Test
    void theSampleDrivesAreTheSameInMongoDbPostgreSqlAndFiles() throws Exception {
        try (var mongo = EmbeddedStore.start(0)) {
            var configuration = JobConfiguration.defaults()
                    .with(
                            JobOptions.UPLOAD_FILES,
                            Files.copy(SAMPLE.resolve("uploads.ndjson.gz"), folder.resolve("uploads.ndjson.gz")))
                    .with(JobOptions.ASSIGNMENTS_FILE, SAMPLE.resolve("policies.json"))
                    .with(JobOptions.STORE_URI, mongo.connectionString())
                    .with(
                            JobOptions.POSTGRES_URL,
                            "jdbc:postgresql://127.0.0.1:" + EmbeddedPostgres.port() + "/postgres")
                    .with(JobOptions.POSTGRES_USER, "postgres")
                    .with(JobOptions.POSTGRES_PASSWORD, "postgres")
                    .with(JobOptions.POSTGRES_SCHEMA, "several_stores")
                    .with(JobOptions.STORE_FILES, folder.resolve("store"))
                    .with(JobOptions.DEAD_LETTER_FILES, folder.resolve("dead-letters"))
                    .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
                    .with(JobOptions.WEB_PORT, 0);
            try (var job = EmbeddedJob.start(configuration)) {
                job.await();
            }

            var stores = Stores.of(configuration);
            assertThat(stores.keySet()).containsExactly(Stores.MONGODB, Stores.POSTGRESQL, Stores.FILES);
            for (var collection :
                    List.of(StoreDocument.JOURNEYS, StoreDocument.POLICY_DAYS, StoreDocument.POLICY_MONTHS)) {
                var inFiles = documents(stores.get(Stores.FILES), collection);
                assertThat(inFiles).as(collection).hasSizeGreaterThan(2);
                assertThat(documents(stores.get(Stores.MONGODB), collection)).isEqualTo(inFiles);
                assertThat(documents(stores.get(Stores.POSTGRESQL), collection)).isEqualTo(inFiles);
            }
        }
    }

    /** But for when they were written; the order of fields does not count. */
    private static List<JsonNode> documents(Store store, String collection) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (var reader = store.reader();
                var documents = reader.all(collection)) {
            for (var next = documents.next(); next.isPresent(); next = documents.next()) {
                found.add(((ObjectNode) JSON.readTree(next.get().json())).without(List.of("revision", "writtenAt")));
            }
        }
        return found;
    }
}
