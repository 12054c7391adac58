package org.trips.job.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes are texts here; the key of {@code "a=1"} is {@code a}. */
final class OutboxTest {
    private static final int MAX_PARALLELISM = 128;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeHarnesses() throws Exception {
        for (var harness : open) {
            harness.close();
        }
    }

    @Test
    void nothingLeavesBeforeTheCheckpointThatHoldsItHasCompleted() throws Exception {
        var outbox = started(null);
        write(outbox, "a=1");
        outbox.snapshot(1, 0);
        write(outbox, "b=1");

        assertThat(outbox.extractOutputValues()).isEmpty();
        outbox.notifyOfCompletedCheckpoint(1);
        assertThat(outbox.extractOutputValues()).containsExactly("a=1");
    }

    @Test
    void theLastWriteOfAKeyWins() throws Exception {
        var outbox = started(null);
        write(outbox, "a=1", "b=1", "a=2");
        outbox.snapshot(1, 0);
        outbox.notifyOfCompletedCheckpoint(1);

        assertThat(outbox.extractOutputValues()).containsExactly("a=2", "b=1");
    }

    @Test
    void aKeyThatIsWrittenAgainWhileItsCheckpointRunsStillLeavesAsTheCheckpointHoldsIt() throws Exception {
        var outbox = started(null);
        write(outbox, "a=1");
        outbox.snapshot(1, 0);
        write(outbox, "a=2");
        outbox.notifyOfCompletedCheckpoint(1);
        outbox.snapshot(2, 0);
        outbox.notifyOfCompletedCheckpoint(2);

        assertThat(outbox.extractOutputValues()).containsExactly("a=1", "a=2");
    }

    @Test
    void whatAFailedCheckpointHeldLeavesWithTheNextOne() throws Exception {
        var outbox = started(null);
        write(outbox, "a=1", "b=1");
        outbox.snapshot(1, 0);
        outbox.getOperator().notifyCheckpointAborted(1);
        write(outbox, "a=2");
        outbox.snapshot(2, 0);
        outbox.notifyOfCompletedCheckpoint(2);

        assertThat(outbox.extractOutputValues()).containsExactly("a=2", "b=1");
    }

    @Test
    void aNotificationThatArrivesAfterTheNextCheckpointBeganReleasesOnlyItsOwn() throws Exception {
        var outbox = started(null);
        write(outbox, "a=1");
        outbox.snapshot(1, 0);
        write(outbox, "a=2");
        outbox.snapshot(2, 0);
        outbox.notifyOfCompletedCheckpoint(1);
        assertThat(outbox.extractOutputValues()).containsExactly("a=1");

        outbox.notifyOfCompletedCheckpoint(2);
        assertThat(outbox.extractOutputValues()).containsExactly("a=1", "a=2");
    }

    @Test
    void nothingLeavesTwiceWithoutACrash() throws Exception {
        var outbox = started(null);
        write(outbox, "a=1");
        outbox.snapshot(1, 0);
        outbox.notifyOfCompletedCheckpoint(1);
        outbox.snapshot(2, 0);
        outbox.notifyOfCompletedCheckpoint(2);
        outbox.endInput();

        assertThat(outbox.extractOutputValues()).containsExactly("a=1");
        assertThat(outbox.numKeyedStateEntries()).isZero();
    }

    @Test
    void aCrashBetweenACheckpointAndItsCompletionLosesNothing() throws Exception {
        var crashed = started(null);
        write(crashed, "a=1");
        var checkpoint = crashed.snapshot(1, 0);
        write(crashed, "a=2");

        assertThat(started(checkpoint).extractOutputValues()).containsExactly("a=1");
    }

    @Test
    void aRestoreSendsAgainWhatHadLeftAfterTheCheckpoint() throws Exception {
        var crashed = started(null);
        write(crashed, "a=1", "b=1");
        var checkpoint = crashed.snapshot(1, 0);
        crashed.notifyOfCompletedCheckpoint(1);

        var restored = started(checkpoint);
        assertThat(restored.extractOutputValues()).containsExactlyInAnyOrder("a=1", "b=1");
        assertThat(restored.numKeyedStateEntries()).isZero();
    }

    @Test
    void aWriteAfterARestoreFollowsTheRestoredOne() throws Exception {
        var crashed = started(null);
        write(crashed, "a=1");
        var checkpoint = crashed.snapshot(7, 0);

        var restored = started(checkpoint);
        write(restored, "a=2");
        restored.snapshot(8, 0);
        restored.notifyOfCompletedCheckpoint(8);
        assertThat(restored.extractOutputValues()).containsExactly("a=1", "a=2");
    }

    @Test
    void afterARestoreWithAnotherParallelismEachKeyLeavesFromOneSubtask() throws Exception {
        var crashed = started(null);
        var writes = new ArrayList<String>();
        for (var i = 0; i < 50; i++) {
            writes.add("key" + i + "=1");
        }
        write(crashed, writes.toArray(String[]::new));
        var checkpoint = crashed.snapshot(1, 0);

        var left = new ArrayList<String>();
        for (var subtask = 0; subtask < 3; subtask++) {
            var part = AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    checkpoint, MAX_PARALLELISM, 1, 3, subtask);
            left.addAll(started(part, 3, subtask).extractOutputValues());
        }
        assertThat(left).containsExactlyInAnyOrderElementsOf(writes);
    }

    @Test
    void theEndOfTheInputSendsEverythingAtOnce() throws Exception {
        var outbox = started(null);
        write(outbox, "a=1");
        outbox.snapshot(1, 0);
        write(outbox, "a=2", "b=1");
        outbox.endInput();

        assertThat(outbox.extractOutputValues()).containsExactly("a=2", "b=1");
        outbox.notifyOfCompletedCheckpoint(1);
        assertThat(outbox.extractOutputValues()).hasSize(2);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, String, String> started(OperatorSubtaskState state)
            throws Exception {
        return started(state, 1, 0);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, String, String> started(
            OperatorSubtaskState state, int parallelism, int subtask) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<String, String, String>(
                new Outbox<>(Types.STRING),
                write -> write.substring(0, write.indexOf('=')),
                Types.STRING,
                MAX_PARALLELISM,
                parallelism,
                subtask);
        open.add(harness);
        harness.setup(StringSerializer.INSTANCE);
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static void write(KeyedOneInputStreamOperatorTestHarness<String, String, String> outbox, String... writes)
            throws Exception {
        for (var write : writes) {
            outbox.processElement(write, 0);
        }
    }
}
