package org.trips.job.operators;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;

/** Counts what comes in, and what of it could not be used, by reason. */
final class IntakeMetrics {
    private final Counter messagesIn;
    private final Counter pointsIn;
    private final Map<DeadLetterReason, Counter> letters = new EnumMap<>(DeadLetterReason.class);
    private final Map<DeadLetterReason, Counter> pointsLost = new EnumMap<>(DeadLetterReason.class);

    IntakeMetrics(MetricGroup group) {
        messagesIn = group.counter("messagesIn");
        pointsIn = group.counter("pointsIn");
        // All from the start: a counter that appears with its first letter has not risen, for whoever watches for a
        // rise.
        for (var reason : DeadLetterReason.values()) {
            var labelled = group.addGroup("reason", reason.label());
            letters.put(reason, labelled.counter("deadLetters"));
            pointsLost.put(reason, labelled.counter("pointsDeadLettered"));
        }
    }

    void message() {
        messagesIn.inc();
    }

    void pointsIn(int points) {
        pointsIn.inc(points);
    }

    void deadLetter(DeadLetter letter) {
        letters.get(letter.reason()).inc();
        pointsLost.get(letter.reason()).inc(letter.pointsLost());
    }
}
