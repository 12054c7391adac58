package org.trips.job.operators;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.UploadDecoder;

/** Makes uploads of messages; what cannot be used goes out on the side as dead letters. */
public final class UploadDecoding extends ProcessFunction<RawMessage, DeviceUpload> {
    private static final long serialVersionUID = 1L;

    /** What cannot be used. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", Exchanged.DEAD_LETTER);

    private final int maximumBytes;
    private final Duration futureTolerance;

    private transient UploadDecoder decoder;
    private transient IntakeMetrics metrics;

    public UploadDecoding(int maximumBytes, Duration futureTolerance) {
        this.maximumBytes = maximumBytes;
        this.futureTolerance = futureTolerance;
    }

    @Override
    public void open(OpenContext context) {
        decoder = new UploadDecoder(maximumBytes, futureTolerance);
        metrics = new IntakeMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<DeviceUpload> out) {
        metrics.message();
        var decoded = decoder.decode(message.body(), message.contentEncoding(), message.brokerTime());
        // A dead letter's time is when it arrived, so that people find it; journeys never depend on this clock.
        var arrived = message.brokerTime().orElseGet(System::currentTimeMillis);
        var properties = message.properties();
        decoded.refused()
                .ifPresent(refusal -> refuse(DeadLetter.of(refusal, arrived, properties, message.body()), context));
        decoded.refusedPoints().forEach(point -> refuse(DeadLetter.of(point, arrived, properties), context));
        for (var upload : decoded.uploads()) {
            metrics.pointsIn(upload.points().size());
            out.collect(DeviceUpload.of(upload));
        }
    }

    private void refuse(DeadLetter letter, Context context) {
        metrics.pointsIn(letter.pointsLost());
        metrics.deadLetter(letter);
        context.output(DEAD_LETTERS, letter);
    }
}
