package org.trips.cli.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The job on the cluster, through all its restarts. Not thread-safe. */
final class DeployedJob {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final FlinkRest flink;
    private final String jar;
    private final Path settings;
    private final String configuration;
    private final String savepoints;
    private String id;
    private int parallelism;

    /**
     * @param jar file name of the job's jar on the cluster
     * @param settings the file to write its configuration to
     * @param configuration all but the parallelism
     */
    DeployedJob(FlinkRest flink, String jar, Path settings, String configuration, URI savepoints) {
        this.flink = flink;
        this.jar = jar;
        this.settings = settings;
        this.configuration = configuration;
        this.savepoints = savepoints.toString();
    }

    void start(int subtasks) throws IOException {
        start(subtasks, Optional.empty());
    }

    int parallelism() {
        return parallelism;
    }

    /** Cancels it with a savepoint, and starts it again from there. */
    void cancelAndGoOn() throws IOException {
        String savepoint = savepoint(flink::cancelWithSavepoint);
        start(parallelism, Optional.of(savepoint));
    }

    /** Stops it with a savepoint, and starts it again from there with another parallelism. */
    void stopAndGoOn(int subtasks) throws IOException {
        String savepoint = savepoint(flink::stop);
        start(subtasks, Optional.of(savepoint));
    }

    /** Waits until a checkpoint has completed that was begun after a time: the job runs again, and what it holds is safe. */
    void awaitCheckpointBegunAfter(long millis) {
        try {
            Patience.until("a checkpoint of the job completes", LIMIT, () -> flink.latestCheckpoint(id)
                    .filter(checkpoint -> checkpoint.begunMillis() >= millis)
                    .isPresent());
        } catch (Patience.OutOfPatienceException e) {
            throw new Patience.OutOfPatienceException(e.getMessage() + " The job last failed of: " + failure(), e);
        }
    }

    private void start(int subtasks, Optional<String> savepoint) throws IOException {
        Files.writeString(settings, configuration + "job:\n  parallelism: " + subtasks + "\n");
        parallelism = subtasks;
        id = flink.run(jar, List.of("--config", settings.toString()), savepoint);
    }

    private interface Trigger {
        String savepoint(String job, String folder) throws IOException;
    }

    private String savepoint(Trigger trigger) {
        AtomicReference<String> made = new AtomicReference<>();
        // A job that happens to restart, as it may on a busy machine, makes none: then it is asked for once more.
        Patience.until("a savepoint is made", LIMIT, () -> {
            awaitCheckpointBegunAfter(System.currentTimeMillis());
            String request = trigger.savepoint(id, savepoints);
            AtomicReference<FlinkRest.Savepoint> ended = new AtomicReference<>();
            Patience.until("the savepoint ends", LIMIT, () -> {
                ended.set(flink.savepoint(id, request).orElse(null));
                return ended.get() != null;
            });
            made.set(ended.get().location());
            return true;
        });
        Patience.until("the job ends at its savepoint", LIMIT, () -> flink.hasEnded(id));
        return made.get();
    }

    private String failure() {
        try {
            return flink.failure(id);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
