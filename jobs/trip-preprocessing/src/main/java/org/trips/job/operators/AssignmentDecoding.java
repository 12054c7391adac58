package org.trips.job.operators;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.MessageRefusedException;
import org.trips.journeys.intake.MessageUnpacking;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.InvalidAssignmentException;

/**
 * Reads policy assignments from messages, one device in each, packed or not; what cannot be used goes out on the side. All of
 * it for one reason, by which it finds back to where assignments are read; the detail says what was wrong.
 */
public final class AssignmentDecoding extends ProcessFunction<RawMessage, DeviceInstruction> {
    private static final long serialVersionUID = 1L;

    private final int maximumBytes;

    private transient MessageUnpacking unpacking;
    private transient IntakeMetrics metrics;

    /** @param maximumBytes of a message, as it comes and unpacked */
    public AssignmentDecoding(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    @Override
    public void open(OpenContext context) {
        unpacking = new MessageUnpacking(maximumBytes);
        metrics = new IntakeMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<DeviceInstruction> out) {
        metrics.message();
        try {
            var json = unpacking.text(message.body(), message.contentEncoding());
            var parsed = AssignmentCodec.parse(json, message.brokerTime());
            out.collect(DeviceInstruction.of(parsed.device(), parsed.assignments()));
        } catch (MessageRefusedException | InvalidAssignmentException e) {
            var arrived = message.brokerTime().orElseGet(System::currentTimeMillis);
            var letter = new DeadLetter(
                    DeadLetterReason.INVALID_ASSIGNMENT,
                    e.getMessage(),
                    arrived,
                    0,
                    message.properties(),
                    message.body());
            metrics.deadLetter(letter);
            context.output(UploadDecoding.DEAD_LETTERS, letter);
        }
    }
}
