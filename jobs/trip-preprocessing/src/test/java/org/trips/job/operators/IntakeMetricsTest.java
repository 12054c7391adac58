package org.trips.job.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.trips.journeys.intake.DeadLetterReason;

class IntakeMetricsTest {
    @Test
    void everyReasonIsCountedFromTheStartSoThatItsFirstLetterIsARise() {
        Set<String> registered = new TreeSet<>();
        new IntakeMetrics(new Registering("", registered));
        assertThat(registered)
                .containsAll(Stream.of(DeadLetterReason.values())
                        .flatMap(reason -> Stream.of("deadLetters", "pointsDeadLettered")
                                .map(name -> "reason." + reason.label() + "." + name))
                        .toList());
    }

    private static final class Registering extends UnregisteredMetricsGroup {
        private final String prefix;
        private final Set<String> registered;

        private Registering(String prefix, Set<String> registered) {
            this.prefix = prefix;
            this.registered = registered;
        }

        @Override
        public Counter counter(String name) {
            registered.add(prefix + name);
            return super.counter(name);
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new Registering(prefix + key + "." + value + ".", registered);
        }
    }
}
