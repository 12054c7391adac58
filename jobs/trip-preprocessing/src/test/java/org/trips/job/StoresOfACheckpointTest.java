package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.stores.FileStore;
import org.trips.job.stores.Stores;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/** Stores may be added and taken out: the job goes on from a checkpoint that was made with others. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class StoresOfACheckpointTest {
    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(2)
                    .build());

    private static final Path KEPT = Path.of("src/test/resources/savepoints");
    private static final Duration SHORT = Duration.ofMillis(200);

    private final StoreSinks mongo = inMemory(Stores.MONGODB);
    private final StoreSinks postgres = inMemory(Stores.POSTGRESQL);

    @TempDir
    private Path folder;

    @Test
    void theStoreThatWasThereFirstKeepsTheNamesOfItsOperatorsWhenAnotherIsAdded() {
        assertThat(uids(mongo)).containsExactly("journeys-store", "policy-days-store", "policy-months-store");
        assertThat(storesOf(job(SHORT, mongo, postgres)))
                .extracting(SinkTransformation::getUid, SinkTransformation::getSink)
                .contains(
                        tuple("journeys-store", mongo.journeys()),
                        tuple("policy-days-store", mongo.policyDays()),
                        tuple("policy-months-store", mongo.policyMonths()),
                        tuple("journeys-store-postgresql", postgres.journeys()));
        assertThat(uids(postgres)).contains("journeys-store-postgresql").doesNotContain("journeys-store");
    }

    /** Of them files alone have state, which has these names since there was one store. */
    @Test
    void filesKeepTheNamesOfTheirOperatorsWhicheverStoreIsAdded() {
        var files = files();
        assertThat(uids(files)).containsExactly("journeys-store", "policy-days-store", "policy-months-store");
        for (var other : List.of(mongo, postgres)) {
            assertThat(storesOf(job(SHORT, other, files)))
                    .extracting(SinkTransformation::getUid, SinkTransformation::getSink)
                    .contains(
                            tuple("journeys-store", files.journeys()),
                            tuple("journeys-store-" + other.kind(), other.journeys()));
        }
    }

    @Test
    void nothingOfAnySavepointThatIsKeptIsLeftBehindWhenAStoreIsAdded() throws Exception {
        var graph = graph(job(SHORT, mongo, postgres, files()));
        try (Stream<Path> kept = Files.list(KEPT)) {
            for (var savepoint : kept.toList()) {
                assertThat(LeftBehind.by(graph, savepoint).operators())
                        .as(savepoint.toString())
                        .isZero();
            }
        }
    }

    /** In a savepoint that is not the last act of a job, files are finished and wait for their names. */
    @Test
    void whatAStoreOfFilesHadNotFinishedItFinishesBesideAStoreThatWasAdded() throws Exception {
        var savepoint = savepoint(files());
        assertThat(inFiles()).hasSizeLessThan(4);
        assertThat(LeftBehind.by(graph(job(SHORT, mongo, files())), savepoint).operators())
                .isZero();
        job(goingOnFrom(savepoint, false), SHORT, mongo, files()).execute();

        assertThat(inFiles()).hasSize(4);
        assertThat(written(mongo)).isSubsetOf(inFiles()).isNotEmpty();
    }

    @Test
    void aStoreOfFilesCanBeTakenOutThoughThereIsAnArchive() throws Exception {
        var savepoint = savepoint(postgres, filesThatStayOpen());
        var graph = graph(job(SHORT, postgres));
        assertThat(LeftBehind.by(graph, savepoint).operators()).isPositive();
        var withArchive = JobConfiguration.defaults()
                .with(JobOptions.ARCHIVE_FOLDER, folder.resolve("archive").toUri());
        assertThatCode(() -> EmbeddedJob.goOnFrom(savepoint, graph, withArchive))
                .doesNotThrowAnyException();
        assertThat(graph.getSavepointRestoreSettings().allowNonRestoredState()).isTrue();
    }

    /** MongoDB then gets the names that files had, and must do nothing with their state. */
    @Test
    void mongoDbGoesOnAloneWhereItWasBesideFiles() throws Exception {
        var savepoint = savepoint(mongo, files());
        var before = written(mongo);
        job(goingOnFrom(savepoint, true), SHORT, mongo).execute();
        assertThat(written(mongo)).hasSize(4).containsAll(before);
    }

    /** Of a job in mid stream, which is then cancelled. */
    private Path savepoint(StoreSinks... stores) throws Exception {
        var client = job(SHORT, stores).executeAsync();
        while (!hasBegunAFile()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        var savepoint = client.triggerSavepoint(
                        folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                .get();
        client.cancel().get();
        return Path.of(URI.create(savepoint));
    }

    private static Configuration goingOnFrom(Path savepoint, boolean leaveBehind) {
        return new Configuration()
                .set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toString())
                .set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, leaveBehind);
    }

    private static StoreSinks inMemory(String kind) {
        return new StoreSinks(kind, new InMemorySink<>(), new InMemorySink<>(), new InMemorySink<>());
    }

    private StoreSinks files() {
        var store = new FileStore(folder.resolve("store").toString());
        Sink<DeadLetter> nobody = new InMemorySink<>();
        return new StoreSinks(
                Stores.FILES,
                store.sink(StoreDocument.JOURNEYS, nobody),
                store.sink(StoreDocument.POLICY_DAYS, nobody),
                store.sink(StoreDocument.POLICY_MONTHS, nobody));
    }

    /** Over checkpoints, so that every savepoint holds some that are not finished. */
    private StoreSinks filesThatStayOpen() {
        Sink<StoreDocument> open = FileSink.<StoreDocument>forRowFormat(
                        new org.apache.flink.core.fs.Path(
                                folder.resolve("store").toUri()),
                        (document, out) -> out.write('\n'))
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .build();
        return new StoreSinks(Stores.FILES, open, open, open);
    }

    private boolean hasBegunAFile() throws IOException {
        var store = folder.resolve("store");
        if (!Files.isDirectory(store)) {
            return false;
        }
        try (Stream<Path> files = Files.list(store)) {
            return files.findAny().isPresent();
        }
    }

    private static Set<String> written(StoreSinks store) {
        Set<String> ids = new TreeSet<>();
        ((InMemorySink<StoreDocument>) store.journeys()).written().forEach(journey -> ids.add(journey.id()));
        return ids;
    }

    private Set<String> inFiles() throws IOException {
        Set<String> ids = new TreeSet<>();
        try (var reader = new FileStore(folder.resolve("store").toString()).reader();
                var journeys = reader.all(StoreDocument.JOURNEYS)) {
            for (var next = journeys.next(); next.isPresent(); next = journeys.next()) {
                ids.add(next.get().id());
            }
        }
        return ids;
    }

    private List<String> uids(StoreSinks... stores) {
        return storesOf(job(SHORT, stores)).stream()
                .map(SinkTransformation::getUid)
                .toList();
    }

    private static List<SinkTransformation<?, ?>> storesOf(StreamExecutionEnvironment environment) {
        List<SinkTransformation<?, ?>> sinks = new ArrayList<>();
        for (var operator : environment.getTransformations()) {
            if (operator instanceof SinkTransformation<?, ?> sink
                    && sink.getUid().contains("-store")) {
                sinks.add(sink);
            }
        }
        return sinks;
    }

    private static JobGraph graph(StreamExecutionEnvironment environment) {
        return environment.getStreamGraph().getJobGraph();
    }

    private StreamExecutionEnvironment job(Duration checkpointInterval, StoreSinks... stores) {
        return job(new Configuration(), checkpointInterval, stores);
    }

    private StreamExecutionEnvironment job(Configuration flink, Duration checkpointInterval, StoreSinks... stores) {
        return TestDrives.job(
                flink, checkpointInterval, new JobSinks(List.of(stores), new InMemorySink<>(), Optional.empty()));
    }
}
