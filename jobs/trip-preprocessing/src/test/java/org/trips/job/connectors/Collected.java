package org.trips.job.connectors;

import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;

/** Where a source that is run without Flink gives its records. */
@SuppressWarnings("deprecation") // of Flink's old sources, which some are still made of
abstract class Collected<T> implements SourceFunction.SourceContext<T> {
    @Override
    public void collectWithTimestamp(T record, long timestamp) {
        collect(record);
    }

    @Override
    public void emitWatermark(Watermark mark) {}

    @Override
    public void markAsTemporarilyIdle() {}

    @Override
    public Object getCheckpointLock() {
        return this;
    }

    @Override
    public void close() {}
}
