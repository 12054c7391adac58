package org.trips.job.operators;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;

/** Counts what comes in, and what of it could not be used, by reason. */
final class IntakeMetrics {
    private final MetricGroup group;
    private final Counter messagesIn;
    private final Counter pointsIn;
    private final Map<DeadLetterReason, Counter> letters = new EnumMap<>(DeadLetterReason.class);
    private final Map<DeadLetterReason, Counter> pointsLost = new EnumMap<>(DeadLetterReason.class);

    IntakeMetrics(MetricGroup group) {
        this.group = group;
        messagesIn = group.counter("messagesIn");
        pointsIn = group.counter("pointsIn");
    }

    void message() {
        messagesIn.inc();
    }

    void pointsIn(int points) {
        pointsIn.inc(points);
    }

    void deadLetter(DeadLetter letter) {
        counter(letters, "deadLetters", letter.reason()).inc();
        counter(pointsLost, "pointsDeadLettered", letter.reason()).inc(letter.pointsLost());
    }

    private Counter counter(Map<DeadLetterReason, Counter> counters, String name, DeadLetterReason reason) {
        return counters.computeIfAbsent(
                reason, unseen -> group.addGroup("reason", unseen.label()).counter(name));
    }
}
