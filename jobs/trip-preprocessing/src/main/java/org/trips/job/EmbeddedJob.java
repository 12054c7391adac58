package org.trips.job;

import static org.trips.job.configuration.JobOptions.ARCHIVE_FOLDER;
import static org.trips.job.configuration.JobOptions.CHECKPOINT_FOLDER;
import static org.trips.job.configuration.JobOptions.JOB_NAME;
import static org.trips.job.configuration.JobOptions.PARALLELISM;
import static org.trips.job.configuration.JobOptions.PROMETHEUS_PORT;
import static org.trips.job.configuration.JobOptions.STATE_BACKEND;
import static org.trips.job.configuration.JobOptions.UPLOAD_QUEUES;
import static org.trips.job.configuration.JobOptions.WEB_PORT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;

/**
 * The job on a Flink cluster of its own inside this process, with the web UI where flink-runtime-web is on the class
 * path. With a checkpoint folder it goes on from the last checkpoint found there.
 */
public final class EmbeddedJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedJob.class);

    private static final int PARALLELISM_OF_ONE_PROCESS = 2;

    /** What RocksDB may take for each slot, whatever the number of devices: docs/state.md. Only it uses this memory. */
    private static final MemorySize MANAGED_MEMORY_PER_SLOT = MemorySize.ofMebiBytes(128);

    private final MiniCluster cluster;
    private final JobGraph job;
    private final int webPort;
    private final Optional<Path> wentOnFrom;

    /** Everything that Flink keeps in files while it runs; gone when it has stopped. */
    private final Path temporary;

    private EmbeddedJob(MiniCluster cluster, JobGraph job, int webPort, Optional<Path> wentOnFrom, Path temporary) {
        this.cluster = cluster;
        this.job = job;
        this.webPort = webPort;
        this.wentOnFrom = wentOnFrom;
        this.temporary = temporary;
    }

    /**
     * Starts the job that a configuration describes; a busy port of the web UI fails the start, port 0 takes a free one.
     *
     * @throws ConfigurationException if a file, folder or port that it names cannot be used; nothing is started then
     * @throws IOException if a server cannot be reached; the message names it
     * @throws Exception if Flink cannot start
     */
    public static EmbeddedJob start(JobConfiguration configuration) throws Exception {
        Preflight.check(configuration);
        var latest = configuration.find(CHECKPOINT_FOLDER).isPresent()
                ? latestCheckpoint(configuration.get(CHECKPOINT_FOLDER))
                : Optional.<Path>empty();
        var job = TripPreprocessingMain.prepared(configuration, latest.isPresent());
        var temporary = Files.createTempDirectory("trips-flink-");
        var flink = flinkConfiguration(configuration, temporary);
        var cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(flink.get(CoreOptions.DEFAULT_PARALLELISM))
                .build());
        try {
            var graph = graph(job, configuration, flink);
            if (latest.isPresent()) {
                goOnFrom(latest.get(), graph, configuration);
            }
            cluster.start();
            cluster.submitJob(graph).get();
            return new EmbeddedJob(
                    cluster, graph, cluster.getRestAddress().get().getPort(), latest, temporary);
        } catch (Exception e) {
            stop(cluster, temporary);
            throw e;
        }
    }

    /**
     * Lets the job leave behind what it has no operator for any more, such as a queue or an archive that the configuration no
     * longer names. Unfinished files of an archive that goes on are not left behind: they would lack in it for ever. Nor is
     * what the job knows by device and policy, which no configuration takes away: Flink, allowed to leave state behind, would
     * begin it anew without a word.
     */
    static void goOnFrom(Path checkpoint, JobGraph graph, JobConfiguration configuration)
            throws IOException, ConfigurationException {
        var left = LeftBehind.by(graph, checkpoint);
        if (!left.keyed().isEmpty()) {
            throw configuration.complaint(
                    CHECKPOINT_FOLDER,
                    "has the checkpoint " + checkpoint + ", which holds devices, policies or documents of "
                            + left.keyed().size()
                            + " operators that this version of the job lacks; they would be forgotten. Without state there: "
                            + String.join(", ", left.withoutState())
                            + " (ids there: "
                            + left.keyed().stream().map(OperatorID::toHexString).collect(Collectors.joining(", "))
                            + "). Go on with the version that wrote it.");
        }
        if (left.unfinishedFiles() > 0 && configuration.find(ARCHIVE_FOLDER).isPresent()) {
            throw configuration.complaint(
                    UPLOAD_QUEUES,
                    "no longer names a queue, or another option a folder, of which the checkpoint " + checkpoint
                            + " has "
                            + left.unfinishedFiles()
                            + " unfinished archive files or others; what is in them would be lost."
                            + " Name the old queue again, beside the new one, for archive.roll-interval and two minutes"
                            + " more, then take it out (docs/archive.md).");
        }
        if (left.operators() > 0) {
            LOG.warn(
                    "The checkpoint {} holds state of {} operators that this configuration does not need; it is left behind,"
                            + " with {} unfinished files.",
                    checkpoint,
                    left.operators(),
                    left.unfinishedFiles());
        }
        LOG.info("Going on from the checkpoint {}.", checkpoint);
        graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(checkpoint.toUri().toString(), true));
    }

    private static JobGraph graph(TripPreprocessingJob job, JobConfiguration configuration, Configuration flink) {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        job.build(environment);
        var stream = environment.getStreamGraph();
        stream.setJobName(configuration.get(JOB_NAME));
        return stream.getJobGraph();
    }

    /** The port of the web UI and of Flink's REST interface. */
    public int webPort() {
        return webPort;
    }

    /** The checkpoint it went on from, where there was one. */
    public Optional<Path> wentOnFrom() {
        return wentOnFrom;
    }

    /** The job's id, as the REST interface wants it. */
    public String jobId() {
        return job.getJobID().toHexString();
    }

    /** What the job is doing now. */
    public JobStatus status() throws InterruptedException, ExecutionException {
        return cluster.getJobStatus(job.getJobID()).get();
    }

    /**
     * Waits until the job has ended, which it does by itself where its uploads come from files.
     *
     * @throws Exception what the job failed with
     */
    public void await() throws Exception {
        cluster.requestJobResult(job.getJobID())
                .get()
                .toJobExecutionResult(getClass().getClassLoader());
    }

    /**
     * Stops Flink, though its thread is interrupted; with a checkpoint folder the job can go on from its last checkpoint.
     *
     * @throws IllegalStateException if Flink does not stop as it should
     */
    @Override
    public void close() {
        stop(cluster, temporary);
    }

    private static void stop(MiniCluster cluster, Path temporary) {
        var interrupted = Thread.interrupted();
        try {
            cluster.close();
        } catch (Exception e) { // Flink declares no narrower type
            throw new IllegalStateException("The embedded Flink cluster did not stop: " + e.getMessage(), e);
        } finally {
            FileUtils.deleteDirectoryQuietly(temporary.toFile());
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Configuration flinkConfiguration(JobConfiguration configuration, Path temporary) {
        var flink = new Configuration();
        flink.set(
                CoreOptions.DEFAULT_PARALLELISM, configuration.find(PARALLELISM).orElse(PARALLELISM_OF_ONE_PROCESS));
        flink.set(CoreOptions.TMP_DIRS, temporary.toString());
        flink.set(ClusterOptions.PROCESS_WORKING_DIR_BASE, temporary.toString());
        flink.set(WebOptions.TMP_DIR, temporary.toString());
        flink.set(RestOptions.ADDRESS, "localhost");
        flink.set(RestOptions.BIND_ADDRESS, "localhost");
        flink.set(JobManagerOptions.BIND_HOST, "localhost");
        flink.set(TaskManagerOptions.BIND_HOST, "localhost");
        flink.set(RestOptions.PORT, configuration.get(WEB_PORT));
        flink.set(RestOptions.BIND_PORT, Integer.toString(configuration.get(WEB_PORT)));
        flink.set(
                StateBackendOptions.STATE_BACKEND,
                configuration.get(STATE_BACKEND).name().toLowerCase(Locale.ROOT));
        flink.set(
                TaskManagerOptions.MANAGED_MEMORY_SIZE,
                MANAGED_MEMORY_PER_SLOT.multiply(flink.get(CoreOptions.DEFAULT_PARALLELISM)));
        // RocksDB then writes what is new; state on the heap is written whole either way.
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.find(CHECKPOINT_FOLDER).ifPresent(folder -> {
            flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
            flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
            flink.set(
                    CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                    ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        });
        if (configuration.get(PROMETHEUS_PORT) > 0) {
            flink.setString(
                    "metrics.reporter.prometheus.factory.class",
                    "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
            flink.setString("metrics.reporter.prometheus.port", Integer.toString(configuration.get(PROMETHEUS_PORT)));
        }
        return flink;
    }

    /** Flink keeps a checkpoint as {@code JOB/chk-N/_metadata}, written last. */
    private static Optional<Path> latestCheckpoint(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.find(folder, 3, (file, attributes) -> file.endsWith("_metadata"))) {
            return files.max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .map(Path::getParent);
        }
    }
}
