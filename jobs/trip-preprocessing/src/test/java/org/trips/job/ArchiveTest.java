package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.connectors.ArchiveFiles;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;
import org.trips.job.stores.Stores;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadArchive;
import org.trips.journeys.intake.UploadDecoder;

/** What the job keeps of the uploads that it accepted. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ArchiveTest {
    private static final int SLOTS = 4;

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(SLOTS)
                    .build());

    private final JobConfiguration configuration = JobConfiguration.defaults()
            .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
            .with(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(50));

    @TempDir
    private Path folder;

    private Duration rollInterval = Duration.ofHours(1);

    @BeforeEach
    void nothingHasFailedYet() {
        FailsOnce.FAILURES.set(0);
    }

    @Test
    void whatIsAcceptedIsKeptOnceByTheDayItWasReceivedAndWhatIsRefusedIsNot() throws Exception {
        var late = TestDrives.text("""
            {"device":"d-1","sentAt":"2026-02-28T23:59:59Z","points":[
              {"time":"2020-02-28T07:30:00Z","lat":50.5,"lon":8.5},{"time":"2020-02-28T07:30:01Z","lat":95,"lon":8.5}]}
            """);
        var messages = messages(20);
        messages.add(late);
        messages.add(messages.get(0));
        messages.add(TestDrives.text("not JSON"));
        var today = LocalDate.now(ZoneOffset.UTC);
        run(messages, Integer.MAX_VALUE);

        assertThat(archived())
                .containsExactlyInAnyOrderElementsOf(accepted(messages))
                .hasSize(22);
        assertThat(archivedFrom(today)).hasSize(21);
        try (var days = Files.list(folder.resolve("archive"))) {
            assertThat(days).contains(folder.resolve("archive/2026-02-28"));
        }
    }

    @Test
    void aFileThatWasBeingWrittenGoesOnAfterAFailureWithNothingTwiceAndNothingLost() throws Exception {
        var messages = messages(600);
        run(messages, 400);

        assertThat(FailsOnce.FAILURES).hasValueGreaterThan(0);
        assertThat(archived()).containsExactlyInAnyOrderElementsOf(accepted(messages));
        assertThat(finishedFiles()).isEqualTo(1);
    }

    @Test
    void filesThatWereFinishedBeforeAFailureStayAsTheyAre() throws Exception {
        rollInterval = Duration.ofMillis(100);
        var messages = messages(600);
        run(messages, 400);

        assertThat(FailsOnce.FAILURES).hasValueGreaterThan(0);
        assertThat(archived()).containsExactlyInAnyOrderElementsOf(accepted(messages));
        assertThat(finishedFiles()).isGreaterThan(1);
    }

    @Test
    void anArchiveGoesOnFromASavepointWithMoreSubtasksOrFewer(@InjectMiniCluster MiniCluster cluster) throws Exception {
        var messages = messages(1000);
        var three = stopped(cluster, environment(messages, Integer.MAX_VALUE, 3, Optional.empty()), 3);
        var four = stopped(cluster, environment(messages, Integer.MAX_VALUE, 4, Optional.of(three)), 4);
        assertThat(archived()).isEmpty();
        environment(messages, Integer.MAX_VALUE, 2, Optional.of(four)).execute();

        assertThat(archived()).containsExactlyInAnyOrderElementsOf(accepted(messages));
    }

    @Test
    void anArchiveThatCannotBeWrittenToFailsTheJobUntilItCan(@InjectMiniCluster MiniCluster cluster) throws Exception {
        // Where the day's folder is to be, stands a file.
        var inTheWay =
                folder.resolve("archive").resolve(LocalDate.now(ZoneOffset.UTC).toString());
        Files.createFile(Files.createDirectories(inTheWay.getParent()).resolve(inTheWay.getFileName()));
        var messages = messages(20);
        var job = environment(messages, Integer.MAX_VALUE, 1, Optional.empty()).executeAsync();
        var graph = cluster.getExecutionGraph(job.getJobID());
        while (graph.get().getFailureInfo() == null) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            graph = cluster.getExecutionGraph(job.getJobID());
        }
        assertThat(graph.get().getFailureInfo().getExceptionAsString()).contains(inTheWay.toString());

        Files.delete(inTheWay);
        job.getJobExecutionResult().get();
        assertThat(archived()).containsExactlyInAnyOrderElementsOf(accepted(messages));
    }

    private static List<RawMessage> messages(int count) {
        return new ArrayList<>(TestDrives.messages("d-1", 1, count * TestDrives.POINTS_PER_MESSAGE));
    }

    /** What decoding gives of the messages. */
    private static List<Upload> accepted(List<RawMessage> messages) {
        var decoder = new UploadDecoder();
        return messages.stream()
                .flatMap(message -> decoder.decode(message.body(), null, OptionalLong.empty()).uploads().stream())
                .toList();
    }

    /** Starts a job and stops it with a savepoint as soon as each of its subtasks writes a file. */
    private String stopped(MiniCluster cluster, StreamExecutionEnvironment environment, int subtasks) throws Exception {
        var job = environment.executeAsync();
        CommonTestUtils.waitForAllTaskRunning(cluster, job.getJobID(), true);
        // A task that ends while a savepoint is asked of it lets that fail, and the empty stream of assignments soon
        // ends.
        while (unfinishedFiles() < subtasks || !anyTaskHasEnded(cluster, job.getJobID())) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        while (true) {
            try {
                return job.stopWithSavepoint(false, folder.resolve("savepoints").toString(), SavepointFormatType.NATIVE)
                        .get();
            } catch (ExecutionException e) {
                // A second task that ends in that moment: the job goes on, and can be asked again.
                if (ExceptionUtils.findThrowable(e, CheckpointException.class).isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private static boolean anyTaskHasEnded(MiniCluster cluster, JobID job) throws Exception {
        for (var vertex : cluster.getExecutionGraph(job).get().getVerticesTopologically()) {
            if (vertex.getAggregateState() == ExecutionState.FINISHED) {
                return true;
            }
        }
        return false;
    }

    private void run(List<RawMessage> messages, int failsAt) throws Exception {
        environment(messages, failsAt, 1, Optional.empty()).execute();
    }

    private StreamExecutionEnvironment environment(
            List<RawMessage> messages, int failsAt, int subtasks, Optional<String> savepoint) {
        var flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        savepoint.ifPresent(path -> flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        var sources = new JobSources(
                streams -> List.of(InMemoryMessages.stream(streams, messages, "messages")
                        .rebalance()
                        .map(new FailsOnce(failsAt))
                        .returns(Exchanged.RAW_MESSAGE)
                        .setParallelism(subtasks)
                        .uid("uploads")),
                streams -> List.of(),
                streams -> List.of());
        var archive = ArchiveFiles.sink(folder.resolve("archive").toUri(), rollInterval);
        var sinks = new JobSinks(
                List.of(new StoreSinks(
                        Stores.MONGODB, new InMemorySink<>(), new InMemorySink<>(), new InMemorySink<>())),
                new InMemorySink<>(),
                Optional.of(archive));
        new TripPreprocessingJob(sources, sinks, configuration.with(JobOptions.PARALLELISM, subtasks))
                .build(environment);
        return environment;
    }

    private List<Upload> archived() throws IOException {
        return archivedFrom(LocalDate.EPOCH);
    }

    private List<Upload> archivedFrom(LocalDate day) throws IOException {
        List<Upload> uploads = new ArrayList<>();
        new UploadArchive(folder.resolve("archive")).read(day, null, uploads::add);
        return uploads;
    }

    private long finishedFiles() throws IOException {
        return files(false);
    }

    private long unfinishedFiles() throws IOException {
        return files(true);
    }

    private long files(boolean hidden) throws IOException {
        if (Files.notExists(folder.resolve("archive"))) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder.resolve("archive"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(".") == hidden)
                    .count();
        }
    }
}
