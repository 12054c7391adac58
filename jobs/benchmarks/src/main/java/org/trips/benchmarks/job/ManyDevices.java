package org.trips.benchmarks.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.trips.job.JobSinks;
import org.trips.job.JobSources;
import org.trips.job.StoreSinks;
import org.trips.job.TripPreprocessingJob;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;
import org.trips.job.stores.Stores;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The job as it is, on RocksDB inside a small heap: a crowd of devices each sends one upload and falls silent, while ordinary
 * vehicles go on. Says how fast the crowd is taken in and let go, what memory and disk it takes, and whether the vehicles'
 * journeys are those of the plain function.
 */
@Command(
        name = "ManyDevices",
        description = "The job with millions of devices of one point each: speed, memory, state, checkpoints.",
        mixinStandardHelpOptions = true)
public final class ManyDevices implements Callable<Integer> {
    private static final double VEHICLE_UPLOADS_PER_SECOND = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    /** Timers that fire while the vehicles alone are left; more than that is the crowd's. */
    private static final long TIMERS_OF_VEHICLES = 10L * VehiclesOnTheRoad.VEHICLES;

    /** One for each core of the machine that was measured on. */
    private static final int SUBTASKS = 2;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long MEGA = 1_000_000;

    @Option(
            names = "--devices",
            defaultValue = "10000000",
            description = "How many devices fall silent. Default: ${DEFAULT-VALUE}.")
    private long devices;

    @Option(names = "--points", defaultValue = "1", description = "Points of each. Default: ${DEFAULT-VALUE}.")
    private int points;

    @Option(
            names = "--horizon",
            defaultValue = "PT10M",
            description = "Silence after which the job lets a device go. Default: ${DEFAULT-VALUE}.")
    private Duration horizon;

    @Option(names = "--managed", defaultValue = "256m", description = "Managed memory. Default: ${DEFAULT-VALUE}.")
    private String managed;

    @Option(
            names = "--folder",
            defaultValue = "target/many-devices",
            description = "For state and checkpoints; emptied before and after. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(names = "--flink", description = "Settings of Flink, such as state.backend.rocksdb.use-bloom-filter=true.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private final long startNanos = System.nanoTime();
    private long lastSent;
    private double lastSeconds;
    private ProcessMemory most = new ProcessMemory(0, 0, 0);

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ManyDevices()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        folder = folder.toAbsolutePath();
        FileUtils.deleteDirectory(folder.toFile());
        JobConfiguration configuration = JobConfiguration.defaults()
                .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
                .with(JobOptions.PARALLELISM, SUBTASKS)
                .with(JobOptions.HORIZON, horizon);
        Configuration flink = flink();
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SUBTASKS)
                .build());
        try {
            JobGraph graph = graph(configuration, flink);
            cluster.start();
            cluster.submitJob(graph).get();
            RunningJob job = new RunningJob(
                    cluster.getRestAddress().get(), graph.getJobID().toHexString());

            while (Crowd.sent() < devices) {
                look("coming", job);
            }
            double takenIn = seconds();
            ProcessMemory whenTakenIn = most;
            long fullState = settledCheckpoint(job).get("state_size").asLong();
            long fullDisk = bytesIn(folder.resolve("checkpoints"));
            double lastDue = takenIn + horizon.toNanos() / NANOS_PER_SECOND;
            double lastFired = waitForTimers(job);
            JsonNode after = settledCheckpoint(job);
            JsonNode all = job.checkpoints();

            double draining = seconds();
            String savepoint = cluster.stopWithSavepoint(
                            graph.getJobID(),
                            folder.resolve("savepoint").toString(),
                            true,
                            SavepointFormatType.CANONICAL)
                    .get();
            System.out.printf(Locale.ROOT, "drained in %.1f s to %s%n", seconds() - draining, savepoint);
            Map<String, String> expected = VehiclesOnTheRoad.expected(
                    VehiclesOnTheRoad.uploads(),
                    TripPreprocessingJob.rulesFiles(configuration).open());
            boolean same = VehiclesOnTheRoad.written().equals(expected);
            List<Duration> waits = VehiclesOnTheRoad.waits();

            System.out.printf(
                    Locale.ROOT,
                    """

                    | devices | taken in: points/s | last let go, s after it was due | most resident, anonymous, heap after collection: MB | the same until all were taken in | checkpointed state, and on disk, bytes a device | left, bytes a device: checkpoint, savepoint | checkpoints: s, median and longest, failed | a vehicle's journey in the store after: s, median and longest | vehicles' journeys, as by the plain function |
                    |---|---|---|---|---|---|---|---|---|---|
                    | %,d | %,.0f | %.0f | %d, %d, %d | %d, %d, %d | %d, %d | %.1f, %.1f | %.1f, %.1f, %d | %.1f, %.1f | %d, %s |
                    """,
                    devices,
                    devices * points / takenIn,
                    Math.max(0, lastFired - lastDue),
                    most.resident(),
                    most.anonymous(),
                    most.heapAfterCollection(),
                    whenTakenIn.resident(),
                    whenTakenIn.anonymous(),
                    whenTakenIn.heapAfterCollection(),
                    fullState / devices,
                    fullDisk / devices,
                    (double) after.get("state_size").asLong() / devices,
                    (double) bytesIn(folder.resolve("savepoint")) / devices,
                    all.at("/summary/end_to_end_duration/p50").asDouble() / 1000,
                    all.at("/summary/end_to_end_duration/max").asDouble() / 1000,
                    all.at("/counts/failed").asLong(),
                    waits.get(waits.size() / 2).toMillis() / 1000.0,
                    waits.get(waits.size() - 1).toMillis() / 1000.0,
                    expected.size(),
                    same ? "the same" : "NOT THE SAME");
            return same ? 0 : 1;
        } finally {
            cluster.close();
            FileUtils.deleteDirectoryQuietly(folder.toFile());
        }
    }

    /** The first checkpoint that was begun from now on. */
    private JsonNode settledCheckpoint(RunningJob job) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        while (true) {
            look("waiting", job);
            JsonNode completed = job.checkpoints().at("/latest/completed");
            if (completed.path("trigger_timestamp").asLong() > now) {
                return completed;
            }
        }
    }

    private double waitForTimers(RunningJob job) throws IOException, InterruptedException {
        double lastFired = seconds();
        long fired = job.timersFired();
        long before = fired;
        while (fired < devices || fired - before > TIMERS_OF_VEHICLES) {
            before = fired;
            look("going", job);
            fired = job.timersFired();
            if (fired - before > TIMERS_OF_VEHICLES) {
                lastFired = seconds();
            }
        }
        return lastFired;
    }

    private void look(String phase, RunningJob job) throws IOException, InterruptedException {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        ProcessMemory memory = ProcessMemory.now();
        most = new ProcessMemory(
                Math.max(most.resident(), memory.resident()),
                Math.max(most.anonymous(), memory.anonymous()),
                Math.max(most.heapAfterCollection(), memory.heapAfterCollection()));
        JsonNode checkpoint = job.checkpoints().at("/latest/completed");
        double now = seconds();
        System.out.printf(
                Locale.ROOT,
                "%5.0f s, %,6.0f of processor, %-7s %,11d sent (%,7.0f/s), %,11d timers, %,5d MB resident, %,5d"
                        + " anonymous, %,4d heap, checkpoint %d: %,6d MB, %,5d new, %.1f s; %,6d MB local, %,6d MB"
                        + " checkpoints%n",
                now,
                processorSeconds(),
                phase,
                Crowd.sent(),
                (Crowd.sent() - lastSent) / (now - lastSeconds),
                job.timersFired(),
                memory.resident(),
                memory.anonymous(),
                memory.heapAfterCollection(),
                checkpoint.path("id").asLong(),
                checkpoint.path("state_size").asLong() / MEGA,
                checkpoint.path("checkpointed_size").asLong() / MEGA,
                checkpoint.path("end_to_end_duration").asLong() / 1000.0,
                bytesIn(folder.resolve("local")) / MEGA,
                bytesIn(folder.resolve("checkpoints")) / MEGA);
        lastSent = Crowd.sent();
        lastSeconds = now;
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    }

    /** Of all threads of this process since it began. */
    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    private Configuration flink() {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.TMP_DIRS, folder.resolve("local").toString());
        flink.set(
                ClusterOptions.PROCESS_WORKING_DIR_BASE, folder.resolve("local").toString());
        flink.set(RestOptions.BIND_PORT, "0");
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.parse(managed));
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        flink.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
        settings.forEach(flink::setString);
        return flink;
    }

    JobGraph graph(JobConfiguration configuration, Configuration flink) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        JobSources sources = new JobSources(
                into -> List.of(
                        stream(into, new Crowd(points), devices, RateLimiterStrategy.noOp(), "crowd"),
                        stream(
                                        into,
                                        new VehiclesOnTheRoad.Uploads(),
                                        Long.MAX_VALUE,
                                        RateLimiterStrategy.perSecond(VEHICLE_UPLOADS_PER_SECOND),
                                        "vehicles")
                                .setParallelism(1)),
                into -> List.of(),
                into -> List.of());
        JobSinks sinks = new JobSinks(
                List.of(new StoreSinks(
                        Stores.MONGODB,
                        new VehiclesOnTheRoad.Store(),
                        new NothingExpected<>(),
                        new NothingExpected<>())),
                new NothingExpected<>(),
                Optional.empty());
        new TripPreprocessingJob(sources, sinks, configuration).build(environment);
        return environment.getStreamGraph().getJobGraph();
    }

    private static SingleOutputStreamOperator<RawMessage> stream(
            StreamExecutionEnvironment into,
            GeneratorFunction<Long, RawMessage> messages,
            long count,
            RateLimiterStrategy rate,
            String uid) {
        return into.fromSource(
                        new DataGeneratorSource<>(messages, count, rate, Exchanged.RAW_MESSAGE),
                        WatermarkStrategy.noWatermarks(),
                        uid,
                        Exchanged.RAW_MESSAGE)
                .uid(uid);
    }

    /** Files may go while they are counted. */
    private static long bytesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (var files = Files.walk(folder)) {
            return files.mapToLong(ManyDevices::bytes).sum();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
