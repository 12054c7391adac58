package org.trips.job.operators;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Says of a stream without an end, from its beginning, that nobody who waits for a history has to wait for it. So the watermark
 * of all streams together passes everything exactly when the history has ended, also after a restart.
 */
public final class NothingHeldBack<T> implements WatermarkGenerator<T> {
    private static final Watermark NOTHING = new Watermark(Long.MAX_VALUE);

    private NothingHeldBack() {}

    public static <T> WatermarkStrategy<T> strategy() {
        return context -> new NothingHeldBack<>();
    }

    @Override
    public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
        output.emitWatermark(NOTHING);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        output.emitWatermark(NOTHING);
    }
}
