package org.trips.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.cli.servers.MongoWireServer;
import org.trips.cli.servers.RabbitMqServer;

/** The promise of the outbox, on a real cluster whose processes die, between servers that go and come. */
class ChaosIT {
    private static final String SEED_PROPERTY = "chaos.seed";

    /** Where time is short: kills before all else, in the order in which this seed deals them. */
    private static final long DEFAULT_SEED = 52_389;

    private static final long SEED = Long.getLong(SEED_PROPERTY, DEFAULT_SEED);
    private static final Duration DURATION = Duration.ofSeconds(Long.getLong("chaos.seconds", 45));

    @TempDir
    Path folder;

    @Test
    void theStoreEndsAsThatOfAnUndisturbedRunWhateverHappens() throws Exception {
        skipOrFailWithout(RabbitMqServer.missing());
        skipOrFailWithout(MongoWireServer.missing());
        skipOrFailWithout(FlinkCluster.INSTALLED.missing());
        try (Stage stage = new Stage(folder)) {
            Chaos.Outcome outcome = new Chaos(stage, SEED, DURATION, System.out).run();
            System.out.println(outcome.table());
            assertThat(outcome.faults()).as("faults that happened").isPositive();
            assertThat(outcome.differences()).as("differences, seed %d", SEED).isEmpty();
            assertThat(stage.unexpectedDeadLetters()).isEmpty();
        }
    }

    /** Who asks for a seed wants to see what happens, and not nothing. */
    private static void skipOrFailWithout(Optional<String> missing) {
        missing.ifPresent(what -> {
            assertThat(System.getProperty(SEED_PROPERTY)).as(what).isNull();
            System.out.println("SKIPPED the faults around a real cluster: " + what);
            assumeTrue(false, what);
        });
    }
}
