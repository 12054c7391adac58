package org.trips.job.connectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyFile;

/**
 * Gives out every device's policy assignments from a file: once, or again whenever the file changes; the devices pass over
 * what they know. It remembers over restarts which devices it gave out, and gives those that are no longer in the file an
 * empty list. A changed file that cannot be read is logged, and what was read before stays; so it does where the job goes
 * on from a checkpoint.
 */
@SuppressWarnings("deprecation") // one small file does not need the enumerator, reader and splits of the new sources
public final class PolicyFileSource implements SourceFunction<RawMessage>, CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFileSource.class);

    private static final int MOST_NAMED = 10;

    /** How soon a cancelled source ends. */
    private static final long LOOK_MILLIS = 200;

    /** Stands where an entry was dated by the file and did not count its versions. */
    private static final long BY_TIME = Long.MIN_VALUE;

    private final String file;
    private final long refreshMillis;

    /** Each device given out, with the version that its entry itself named. */
    private transient Map<String, Long> given;

    private transient ListState<Tuple2<String, Long>> state;
    private transient FileTime read;
    private transient boolean restored;
    private volatile boolean cancelled;

    /** @param refresh how often to look whether the file has changed; zero to read it once */
    public PolicyFileSource(Path file, Duration refresh) {
        this.file = file.toString();
        this.refreshMillis = refresh.toMillis();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("devices", Types.TUPLE(Types.STRING, Types.LONG)));
        restored = context.isRestored();
        given = new HashMap<>();
        for (var device : state.get()) {
            given.put(device.f0, device.f1);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        List<Tuple2<String, Long>> devices = given.entrySet().stream()
                .map(device -> Tuple2.of(device.getKey(), device.getValue()))
                .toList();
        state.update(devices);
    }

    @Override
    public void run(SourceContext<RawMessage> context) throws IOException {
        var path = Path.of(file);
        if (restored) {
            giveOutIfChanged(path, context);
        } else {
            giveOut(path, context);
        }
        while (refreshMillis > 0 && waited()) {
            giveOutIfChanged(path, context);
        }
    }

    @Override
    public void cancel() {
        // Without an interrupt: it would break off what is being given out, and fail a stop with a savepoint.
        cancelled = true;
    }

    private boolean waited() {
        try {
            for (var rest = refreshMillis; rest > 0 && !cancelled; rest -= LOOK_MILLIS) {
                Thread.sleep(Math.min(rest, LOOK_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !cancelled;
    }

    private void giveOutIfChanged(Path path, SourceContext<RawMessage> context) {
        try {
            if (!Files.getLastModifiedTime(path).equals(read)) {
                giveOut(path, context);
                LOG.info("Read the policy assignments in {}.", path);
            }
        } catch (IOException e) {
            LOG.error("The changed policy assignments cannot be used, those read before stay: {}", e.getMessage());
        }
    }

    private void giveOut(Path path, SourceContext<RawMessage> context) throws IOException {
        var modified = Files.getLastModifiedTime(path);
        var policies = PolicyFile.read(path);
        var gone = new HashSet<>(given.keySet());
        policies.assignments().forEach((device, assignments) -> {
            gone.remove(device);
            giveOut(device, assignments, policies.isNumbered(device) ? assignments.version() : BY_TIME, context);
        });
        for (var device : gone) {
            takeOut(device, policies.modifiedMillis(), context);
        }
        if (!gone.isEmpty()) {
            LOG.info(
                    "{} devices are no longer in {} and have no policy now, but for what is settled: {} …",
                    gone.size(),
                    path,
                    gone.stream().limit(MOST_NAMED).toList());
        }
        read = modified;
    }

    /** Device by device, so that a checkpoint need not wait for a whole large file. */
    private void giveOut(
            String device, DeviceAssignments assignments, long numbered, SourceContext<RawMessage> context) {
        synchronized (context.getCheckpointLock()) {
            context.collect(RawMessage.ofLine(AssignmentCodec.json(new AssignmentMessage(device, assignments))));
            given.put(device, numbered);
        }
    }

    /** A device no longer in the file has no policies, by a version just above that of its entry. */
    private void takeOut(String device, long modifiedMillis, SourceContext<RawMessage> context) {
        synchronized (context.getCheckpointLock()) {
            long numbered = given.remove(device);
            var version = numbered == BY_TIME ? modifiedMillis : numbered + 1;
            var none = new DeviceAssignments(version, List.of());
            context.collect(RawMessage.ofLine(AssignmentCodec.json(new AssignmentMessage(device, none))));
        }
    }
}
