package org.trips.job.operators;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A clock that stands still while the job does not run. Silence is counted by it: after an outage of days no device
 * counts as silent only because nobody listened, and what waits in the queues is not late.
 */
final class RunningTime {
    private final ListState<Long> state;
    private long stoodStillMillis;

    RunningTime(OperatorStateStore store) throws Exception {
        state = store.getUnionListState(new ListStateDescriptor<>("running-time", Types.LONG));
    }

    /** Goes on from what the clock furthest ahead of all subtasks' showed at the checkpoint, or begins anew. */
    void start(long nowMillis) throws Exception {
        var furthest = Long.MIN_VALUE;
        for (var shownAtCheckpoint : state.get()) {
            furthest = Math.max(furthest, shownAtCheckpoint);
        }
        stoodStillMillis = furthest == Long.MIN_VALUE ? 0 : Math.max(0, nowMillis - furthest);
    }

    /** What the clock shows when the wall clock shows {@code nowMillis}. */
    long at(long nowMillis) {
        return nowMillis - stoodStillMillis;
    }

    void snapshot(long nowMillis) throws Exception {
        state.update(List.of(at(nowMillis)));
    }
}
