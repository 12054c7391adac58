package org.trips.job.operators;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Holds back what is meant for the store until a checkpoint that contains it has completed, so that nothing is ever
 * shown that a crash could take back. Of several writes to one key only the last one in that checkpoint leaves. After a
 * restore, whatever the checkpoint held leaves again; at the end of the input everything leaves at once.
 *
 * <p>What waits is keyed state, so the writes of one key leave from one subtask, in order, whatever the parallelism
 * after a restore. The cost of a checkpoint's completion grows with the number of keys written since, never with the
 * number of keys ever seen.
 *
 * @param <T> what is written; must say completely what the store holds under its key afterwards (a dead letter does not:
 *     ARCHITECTURE.md says why it needs none)
 */
public final class Outbox<T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<T, T>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private static final String WAITING = "waiting";

    /** Checkpoints are numbered from 1, so what comes before the first one is in every one of them. */
    private static final long BEFORE_ANY_CHECKPOINT = 0;

    private final TypeInformation<T> type;

    /** The current key's writes, by the last checkpoint begun before they came: write e is in every checkpoint after e. */
    private transient MapState<Long, T> waiting;

    /** The keys that have a write waiting, by the same checkpoint, in the order in which they came. */
    private transient NavigableMap<Long, Set<Object>> keys;

    private transient long lastCheckpointBegun;

    public Outbox(TypeInformation<T> type) {
        this.type = type;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        waiting = context.getKeyedStateStore().getMapState(new MapStateDescriptor<>(WAITING, Types.LONG, type));
        keys = new TreeMap<>();
        lastCheckpointBegun = BEFORE_ANY_CHECKPOINT;
    }

    @Override
    public void open() throws Exception {
        super.open();
        getMetricGroup().gauge("outboxWaiting", this::keysWaiting);
        Set<Object> restored = new LinkedHashSet<>();
        try (var held = getKeyedStateBackend().getKeys(WAITING, VoidNamespace.INSTANCE)) {
            held.forEach(restored::add);
        }
        // The state is that of a completed checkpoint, and what left after it may have been lost on its way.
        release(restored, Long.MAX_VALUE);
    }

    @Override
    public void processElement(StreamRecord<T> element) throws Exception {
        waiting.put(lastCheckpointBegun, element.getValue());
        keys.computeIfAbsent(lastCheckpointBegun, checkpoint -> new LinkedHashSet<>())
                .add(getCurrentKey());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        lastCheckpointBegun = context.getCheckpointId();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        release(takeKeysBefore(checkpointId), checkpointId);
    }

    @Override
    public void endInput() throws Exception {
        release(takeKeysBefore(Long.MAX_VALUE), Long.MAX_VALUE);
    }

    private Set<Object> takeKeysBefore(long checkpoint) {
        var before = keys.headMap(checkpoint, false);
        Set<Object> taken = new LinkedHashSet<>();
        before.values().forEach(taken::addAll);
        before.clear();
        return taken;
    }

    /** Sends out, for each key, the last write that the checkpoint contains, and forgets it and those before it. */
    private void release(Set<Object> released, long checkpoint) throws Exception {
        for (var key : released) {
            setCurrentKey(key);
            var latest = BEFORE_ANY_CHECKPOINT - 1;
            T write = null;
            for (var writes = waiting.iterator(); writes.hasNext(); ) {
                Map.Entry<Long, T> entry = writes.next();
                var begun = entry.getKey();
                if (begun >= checkpoint) {
                    continue;
                }
                if (begun > latest) {
                    latest = begun;
                    write = entry.getValue();
                }
                writes.remove();
            }
            if (waiting.isEmpty()) {
                waiting.clear(); // the heap's state keeps an empty map otherwise
            }
            output.collect(new StreamRecord<>(write));
        }
    }

    private int keysWaiting() {
        return keys.values().stream().mapToInt(Set::size).sum();
    }
}
