package org.trips.job;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.trips.job.operators.RawMessage;

/** Passes messages on, and fails once when it has seen some and a checkpoint may have been made. */
final class FailsOnce implements MapFunction<RawMessage, RawMessage> {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger FAILURES = new AtomicInteger();

    private final int failsAt;
    private int seen;

    FailsOnce(int failsAt) {
        this.failsAt = failsAt;
    }

    @Override
    public RawMessage map(RawMessage message) {
        if (++seen == failsAt && FAILURES.getAndIncrement() == 0) {
            throw new IllegalStateException("a failure on purpose");
        }
        return message;
    }
}
