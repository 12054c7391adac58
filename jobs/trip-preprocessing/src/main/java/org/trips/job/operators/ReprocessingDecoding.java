package org.trips.job.operators;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.trips.journeys.device.InvalidReprocessingException;
import org.trips.journeys.device.ReprocessingCodec;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;

/** Reads spans to be computed again from messages; what cannot be read goes out on the side. */
public final class ReprocessingDecoding extends ProcessFunction<RawMessage, DeviceInstruction> {
    private static final long serialVersionUID = 1L;

    private final int maximumBytes;

    private transient ReprocessingCodec codec;
    private transient IntakeMetrics metrics;

    /** @param maximumBytes of a message, as it comes and unpacked */
    public ReprocessingDecoding(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    @Override
    public void open(OpenContext context) {
        codec = new ReprocessingCodec(maximumBytes);
        metrics = new IntakeMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<DeviceInstruction> out) {
        metrics.message();
        try {
            var span = codec.decode(message.body(), message.contentEncoding());
            out.collect(DeviceInstruction.reprocessing(span.device(), message.body()));
        } catch (InvalidReprocessingException e) {
            // Its points came as uploads before, and were counted then.
            var letter = new DeadLetter(
                    DeadLetterReason.INVALID_REPROCESSING,
                    e.getMessage(),
                    message.brokerTime().orElseGet(System::currentTimeMillis),
                    0,
                    message.properties(),
                    message.body());
            metrics.deadLetter(letter);
            context.output(UploadDecoding.DEAD_LETTERS, letter);
        }
    }
}
