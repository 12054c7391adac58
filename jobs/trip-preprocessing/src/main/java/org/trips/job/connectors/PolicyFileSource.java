package org.trips.job.connectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.PolicyFile;

/**
 * Gives out every device's policy assignments from a file: once, or again whenever the file changes. It keeps no state:
 * after a restart it gives them all out again, and the devices pass over what they know. A changed file that cannot be
 * read is logged, and what was read before stays.
 */
@SuppressWarnings(
        "deprecation") // a file of a few kB does not need the enumerator, reader and splits of the new sources
public final class PolicyFileSource implements SourceFunction<RawMessage> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFileSource.class);

    private final String file;
    private final long refreshMillis;

    private transient volatile Thread reader;
    private volatile boolean cancelled;

    /** @param refresh how often to look whether the file has changed; zero to read it once */
    public PolicyFileSource(Path file, Duration refresh) {
        this.file = file.toString();
        this.refreshMillis = refresh.toMillis();
    }

    @Override
    public void run(SourceContext<RawMessage> context) throws IOException {
        reader = Thread.currentThread();
        var path = Path.of(file);
        var read = Files.getLastModifiedTime(path);
        giveOut(path, context);
        while (refreshMillis > 0 && waited()) {
            read = giveOutIfChangedSince(read, path, context);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        var waiting = reader;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    private boolean waited() {
        try {
            if (!cancelled) {
                Thread.sleep(refreshMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !cancelled;
    }

    private static FileTime giveOutIfChangedSince(FileTime before, Path path, SourceContext<RawMessage> context) {
        try {
            var now = Files.getLastModifiedTime(path);
            if (!now.equals(before)) {
                giveOut(path, context);
                LOG.info("Read the changed policy assignments in {}.", path);
            }
            return now;
        } catch (IOException e) {
            LOG.error("The changed policy assignments cannot be used, those read before stay: {}", e.getMessage());
            return before;
        }
    }

    private static void giveOut(Path path, SourceContext<RawMessage> context) throws IOException {
        var byDevice = PolicyFile.read(path);
        synchronized (context.getCheckpointLock()) {
            byDevice.forEach((device, assignments) -> context.collect(
                    RawMessage.ofLine(AssignmentCodec.json(new AssignmentMessage(device, assignments)))));
        }
    }
}
