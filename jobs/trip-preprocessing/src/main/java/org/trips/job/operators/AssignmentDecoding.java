package org.trips.job.operators;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.InvalidAssignmentException;

/** Reads policy assignments from messages, one device in each; what cannot be used goes out on the side. */
public final class AssignmentDecoding extends ProcessFunction<RawMessage, DevicePolicies> {
    private static final long serialVersionUID = 1L;

    private transient IntakeMetrics metrics;

    @Override
    public void open(OpenContext context) {
        metrics = new IntakeMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<DevicePolicies> out) {
        metrics.message();
        try {
            var parsed = AssignmentCodec.parse(message.body(), message.brokerTime());
            out.collect(DevicePolicies.of(parsed.device(), parsed.assignments()));
        } catch (InvalidAssignmentException e) {
            var arrived = message.brokerTime().orElseGet(System::currentTimeMillis);
            var letter =
                    new DeadLetter(DeadLetterReason.INVALID_ASSIGNMENT, e.getMessage(), arrived, 0, message.body());
            metrics.deadLetter(letter);
            context.output(UploadDecoding.DEAD_LETTERS, letter);
        }
    }
}
