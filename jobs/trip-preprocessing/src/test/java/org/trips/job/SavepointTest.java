package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.stores.Stores;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/**
 * State outlives the program that wrote it: of each version of state one savepoint is kept as a test resource, in a folder
 * that is named after what was new in it, and this version goes on from all of them. This module's README.md tells when and
 * how to write another.
 */
final class SavepointTest {
    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(2)
                    .build());

    private static final Path KEPT = Path.of("src/test/resources/savepoints");
    private static final String METADATA = "_metadata";
    private static final String WRITTEN_ON = "written-on";

    /** The system property that names the folder of a new one. */
    private static final String WRITE = "trips.writeSavepoint";

    /** After 13 months a device is forgotten, in a savepoint too. */
    private static final int DAYS_OF_USE = 399;

    private final InMemorySink<StoreDocument> journeys = new InMemorySink<>();
    private final InMemorySink<StoreDocument> days = new InMemorySink<>();
    private final InMemorySink<StoreDocument> months = new InMemorySink<>();
    private final InMemorySink<DeadLetter> deadLetters = new InMemorySink<>();

    @TempDir
    private Path folder;

    static Stream<Arguments> eachSavepointOnEachStateBackend() throws IOException {
        return kept().stream().flatMap(savepoint -> Stream.of("hashmap", "rocksdb")
                .map(backend -> arguments(savepoint.getFileName(), backend)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("eachSavepointOnEachStateBackend")
    void theJobGoesOnFromEachSavepointThatIsKeptAsIfNeverStopped(Path name, String stateBackend) throws Exception {
        var savepoint = KEPT.resolve(name);
        var writtenOn =
                LocalDate.parse(Files.readString(savepoint.resolve(WRITTEN_ON)).strip());
        assumeTrue(
                LocalDate.now(ZoneOffset.UTC).isBefore(writtenOn.plusDays(DAYS_OF_USE)),
                "The savepoint is 13 months old and its devices are forgotten; remove it, and write the newest anew.");
        var undisturbed = new SavepointTest();
        undisturbed.job(new Configuration(), Duration.ofMillis(50)).execute();

        var goingOn = new Configuration()
                .set(
                        StateRecoveryOptions.SAVEPOINT_PATH,
                        savepoint.toAbsolutePath().toString())
                .set(StateBackendOptions.STATE_BACKEND, stateBackend);
        job(goingOn, Duration.ofMillis(50)).execute();

        assertThat(stored(days)).isEqualTo(stored(undisturbed.days)).hasSize(2);
        assertThat(stored(months)).isEqualTo(stored(undisturbed.months)).hasSize(2);
        assertThat(stored(months).get("P-1|2026-03")).contains("\"journeys\":2");
        // Those of before the savepoint are in the store already, but where this version measures otherwise than the
        // one
        // that wrote it, they are written again.
        assertThat(stored(undisturbed.journeys)).hasSize(4).containsAllEntriesOf(stored(journeys));
        assertThat(stored(journeys)).hasSizeBetween(2, 4);
        assertThat(deadLetters.written()).isEmpty();
    }

    @Test
    void nothingInStateIsLeftToKryo() throws Exception {
        assertThat(kept()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(savepoint -> assertThat(
                        Files.readString(savepoint.resolve(METADATA), StandardCharsets.ISO_8859_1))
                .contains("PojoSerializer")
                .doesNotContain("Kryo"));
        var environment = job(new Configuration(), Duration.ofSeconds(1));
        assertThat(environment.getConfiguration().get(PipelineOptions.GENERIC_TYPES))
                .isFalse();
    }

    @Test
    void everyOperatorHasAUidByWhichItsStateIsFoundAgain() {
        StreamGraph graph = job(new Configuration(), Duration.ofSeconds(1)).getStreamGraph(false);
        assertThat(graph.getStreamNodes()).hasSizeGreaterThanOrEqualTo(14).allSatisfy(node -> assertThat(
                        node.getTransformationUID())
                .as(node.getOperatorName())
                .isNotBlank());
        assertThat(graph.getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatAnOperatorOfAnotherNameKnowsByDeviceIsNeverLeftBehind() throws Exception {
        var configuration = JobConfiguration.defaults();
        for (var name : List.of("devices", "policy-days", "policy-months", "journeys-outbox")) {
            var environment = job(new Configuration(), Duration.ofSeconds(1));
            environment.getTransformations().stream()
                    .filter(operator -> name.equals(operator.getUid()))
                    .forEach(operator -> {
                        operator.setUid("renamed");
                        operator.setName("renamed " + name);
                    });
            var renamed = environment.getStreamGraph().getJobGraph();
            for (var savepoint : kept()) {
                assertThatThrownBy(() -> EmbeddedJob.goOnFrom(savepoint, renamed, configuration))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("checkpoints.folder has the checkpoint " + savepoint)
                        .hasMessageContaining("of 1 operators that this version of the job lacks")
                        .message()
                        .containsPattern("Without state there: .*renamed " + name);
                assertThat(renamed.getSavepointRestoreSettings().restoreSavepoint())
                        .isFalse();
            }
        }
        var same =
                job(new Configuration(), Duration.ofSeconds(1)).getStreamGraph().getJobGraph();
        for (var savepoint : kept()) {
            EmbeddedJob.goOnFrom(savepoint, same, configuration);
            assertThat(same.getSavepointRestoreSettings().restoreSavepoint()).isTrue();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = "[a-z-]+")
    void writesASavepoint() throws Exception {
        var kept = Files.createDirectories(KEPT.resolve(System.getProperty(WRITE)));
        var client = job(new Configuration(), Duration.ofMillis(500)).executeAsync();
        while (journeys.written().size() < 2) {
            Thread.sleep(20);
        }
        var savepoint = client.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                .get();
        // One that is there was written by a version before, and shows that this one can read it: it is never replaced.
        Files.copy(Path.of(URI.create(savepoint)).resolve(METADATA), kept.resolve(METADATA));
        Files.writeString(kept.resolve(WRITTEN_ON), LocalDate.now(ZoneOffset.UTC) + "\n");
    }

    private static List<Path> kept() throws IOException {
        try (var folders = Files.list(KEPT)) {
            return folders.sorted().toList();
        }
    }

    /** The rest of a run from a savepoint is what that savepoint has not read. */
    private StreamExecutionEnvironment job(Configuration flink, Duration checkpointInterval) {
        return TestDrives.job(
                flink,
                checkpointInterval,
                new JobSinks(
                        List.of(new StoreSinks(Stores.MONGODB, journeys, days, months)),
                        deadLetters,
                        Optional.empty()));
    }

    /** What a store would hold after these writes, but for how often it was written. */
    private static Map<String, String> stored(InMemorySink<StoreDocument> sink) {
        Map<String, String> store = new HashMap<>();
        for (var document : sink.written()) {
            store.put(
                    document.id(),
                    document.isDeletion()
                            ? null
                            : new String(document.json(), StandardCharsets.UTF_8).replaceAll("\"revision\":\\d+", ""));
        }
        store.values().removeIf(Objects::isNull);
        return store;
    }
}
