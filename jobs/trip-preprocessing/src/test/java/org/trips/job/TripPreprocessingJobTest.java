package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;
import org.trips.job.stores.Stores;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;

/** The whole job on Flink, between sources and sinks in memory. */
final class TripPreprocessingJobTest {
    private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(2)
                    .setConfiguration(withMetrics())
                    .build());

    private static final JobConfiguration CONFIGURATION = JobConfiguration.defaults()
            .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
            .with(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(50));

    private final InMemorySink<StoreDocument> journeys = new InMemorySink<>();
    private final InMemorySink<StoreDocument> days = new InMemorySink<>();
    private final InMemorySink<StoreDocument> months = new InMemorySink<>();
    private final InMemorySink<DeadLetter> deadLetters = new InMemorySink<>();

    private String stateBackend = "hashmap";
    private JobConfiguration configuration = CONFIGURATION;
    private List<RawMessage> assignments =
            List.of(TestDrives.assignment("d-1", "P-1"), TestDrives.assignment("d-2", "P-2"));

    @TempDir
    private Path folder;

    @BeforeEach
    void nothingHasFailedYet() {
        FailsOnce.FAILURES.set(0);
    }

    private static Configuration withMetrics() {
        var configuration = new Configuration();
        METRICS.addToConfiguration(configuration);
        return configuration;
    }

    @Test
    void journeysDaysAndMonthsArrive() throws Exception {
        run(drives(), false);

        assertThat(stored(journeys)).hasSize(4);
        assertThat(stored(days)).containsOnlyKeys("P-1|2026-03-01", "P-2|2026-03-01");
        assertThat(stored(months)).containsOnlyKeys("P-1|2026-03", "P-2|2026-03");
        assertThat(stored(months).get("P-1|2026-03")).contains("\"journeys\":2");
        assertThat(deadLetters.written()).isEmpty();
    }

    @Test
    void anyOrderAndAnyDuplicationGiveTheSameDocuments() throws Exception {
        run(drives(), false);
        var inOrder = store();

        var shuffled = new ArrayList<>(drives());
        shuffled.addAll(drives());
        Collections.shuffle(shuffled, new Random(7));
        var other = new TripPreprocessingJobTest();
        other.run(shuffled, false);

        assertThat(other.store()).isEqualTo(inOrder);
    }

    @Test
    void stateOnDiskGivesTheSameDocumentsAsStateOnTheHeap() throws Exception {
        run(drives(), false);
        var other = new TripPreprocessingJobTest();
        other.stateBackend = "rocksdb";
        other.run(drives(), true);

        assertThat(other.store()).isEqualTo(store());
    }

    @Test
    void aFailureInMidStreamChangesNothing() throws Exception {
        run(drives(), false);
        var undisturbed = store();

        var other = new TripPreprocessingJobTest();
        other.run(drives(), true);

        assertThat(FailsOnce.FAILURES).hasValueGreaterThan(0);
        assertThat(other.store()).isEqualTo(undisturbed);
    }

    @Test
    void whatCannotBeUsedIsADeadLetterAndTheRestGoesOn() throws Exception {
        var messages = new ArrayList<>(drives());
        messages.add(3, TestDrives.text("not JSON"));
        messages.add(5, TestDrives.text("{\"device\":\"d-1\",\"points\":[]}"));
        run(messages, false);

        assertThat(stored(journeys)).hasSize(4);
        assertThat(deadLetters.written())
                .extracting(DeadLetter::reason)
                .containsExactlyInAnyOrder(DeadLetterReason.NOT_JSON, DeadLetterReason.NO_POINTS);
        assertThat(new String(deadLetters.written().get(0).original(), StandardCharsets.UTF_8))
                .isNotEmpty();
    }

    @Test
    void everyPointInIsUsedDroppedDuplicateDeadOrOpen() throws Exception {
        var messages = new ArrayList<>(drives());
        messages.addAll(drives().subList(0, 20));
        messages.add(TestDrives.text("""
            {"device":"d-1","points":[{"time":"2026-03-01T07:30:00Z","lat":0,"lon":0}]}\
            """));
        var job = run(messages, false);

        assertThat(count(job, "pointsDuplicate")).isEqualTo(200);
        assertThat(count(job, "pointsDeadLettered")).isEqualTo(1);
        assertThat(count(job, "pointsUsed")).isPositive();
        assertThat(count(job, "pointsIn"))
                .isEqualTo(4 * 300 + 200 + 1)
                .isEqualTo(count(job, "pointsUsed")
                        + count(job, "pointsDropped")
                        + count(job, "pointsDuplicate")
                        + count(job, "pointsDeadLettered")
                        + count(job, "pointsOpen"));
    }

    @Test
    void everySubtaskKnowsItsDevicesAssignmentsFromTheFileWithoutWaitingForTheirStream() throws Exception {
        run(drives(), false);
        var other = new TripPreprocessingJobTest();
        var file = Files.writeString(folder.resolve("policies.json"), "[" + """
            {"device":"d-1","assignments":[
              {"policy":"P-1","from":"1970-01-01T00:00:00Z","timeZone":"Europe/Berlin","vehicleClass":"van"}]},
            {"device":"d-2","assignments":[
              {"policy":"P-2","from":"1970-01-01T00:00:00Z","timeZone":"Europe/Berlin","vehicleClass":"van"}]}]
            """);
        other.configuration = CONFIGURATION.with(JobOptions.ASSIGNMENTS_FILE, file);
        other.assignments = List.of();
        other.run(drives(), false);

        assertThat(other.store()).isEqualTo(store());
    }

    private static List<RawMessage> drives() {
        List<RawMessage> messages = new ArrayList<>(TestDrives.messages("d-1", 2, 300));
        messages.addAll(TestDrives.messages("d-2", 2, 300));
        return messages;
    }

    private JobID run(List<RawMessage> messages, boolean failing) throws Exception {
        var restarting = new Configuration();
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        restarting.set(StateBackendOptions.STATE_BACKEND, stateBackend);
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(restarting);
        var sources = new JobSources(
                flink -> List.of(InMemoryMessages.stream(flink, messages, "messages")
                        .map(new FailsOnce(failing ? messages.size() * 2 / 3 : Integer.MAX_VALUE))
                        .returns(Exchanged.RAW_MESSAGE)
                        .setParallelism(1)
                        .uid("uploads")),
                flink -> assignments.isEmpty()
                        ? List.of()
                        : List.of(InMemoryMessages.stream(flink, assignments, "assignments")),
                flink -> List.of());
        new TripPreprocessingJob(
                        sources,
                        new JobSinks(
                                List.of(new StoreSinks(Stores.MONGODB, journeys, days, months)),
                                deadLetters,
                                Optional.empty()),
                        configuration)
                .build(environment);
        return environment.execute().getJobID();
    }

    private Map<String, String> store() {
        Map<String, String> all = new HashMap<>(stored(journeys));
        all.putAll(stored(days));
        all.putAll(stored(months));
        return all;
    }

    /** What a store would hold after these writes; the revision says how it came about, so it does not count. */
    private static Map<String, String> stored(InMemorySink<StoreDocument> sink) {
        Map<String, String> store = new HashMap<>();
        for (var document : sink.written()) {
            if (document.isDeletion()) {
                store.remove(document.id());
            } else {
                var json = new String(document.json(), StandardCharsets.UTF_8);
                store.put(document.id(), json.replaceFirst("\"revision\":\\d+", ""));
            }
        }
        return store;
    }

    /** A counter's sum over all subtasks and reasons. */
    private static long count(JobID job, String name) {
        return METRICS.getMetricsByGroup().entrySet().stream()
                .filter(group -> job.toHexString()
                        .equals(group.getKey().getAllVariables().get("<job_id>")))
                .map(group -> group.getValue().get(name))
                .filter(Counter.class::isInstance)
                .mapToLong(counter -> ((Counter) counter).getCount())
                .sum();
    }
}
