package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamSource;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.operators.RawMessage;

@SuppressWarnings("deprecation") // the interface of the source under test
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class PolicyFileSourceTest {
    @TempDir
    private Path folder;

    private Path file;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<String> given = new LinkedBlockingQueue<>();

    @BeforeEach
    void nameFile() {
        file = folder.resolve("policies.json");
    }

    @AfterEach
    void closeHarnesses() throws Exception {
        for (var harness : open) {
            harness.close();
        }
    }

    @Test
    void aFileThatIsReadOnceGivesOneMessageForEachDevice() throws Exception {
        write("[" + device("d-1", 1) + "," + device("d-2", 1) + "]", 1);
        started(null).run(new Given());
        assertThat(given).hasSize(2).anyMatch(message -> message.contains("\"device\":\"d-2\""));
    }

    @Test
    void aChangedFileIsGivenOutAgainAndABrokenOneIsNot() throws Exception {
        write("[" + device("d-1", 1) + "]", 1);
        var source = new PolicyFileSource(file, Duration.ofMillis(1));
        harness(source, null);
        var running = new Thread(() -> run(source));
        running.start();
        assertThat(given.take()).contains("\"version\":1");

        write("this is no JSON", 2);
        write("[" + device("d-1", 2) + "]", 3);
        assertThat(given.take()).contains("\"version\":2");
        source.cancel();
        running.join();
        assertThat(given).isEmpty();
    }

    @Test
    void anEditOfAnEntryWithoutAVersionHasTheVersionOfItsTime() throws Exception {
        write("[" + device("d-1") + "]", 1);
        started(null).run(new Given());
        write("[" + device("d-1") + "]", 2);
        started(null).run(new Given());
        assertThat(given.take()).contains("\"version\":1000,");
        assertThat(given.take()).contains("\"version\":2000,");
    }

    @Test
    void aDeviceThatIsNoLongerInTheFileIsGivenNoAssignmentsFromThenOn() throws Exception {
        write("[" + device("d-1") + "," + device("d-2", 7) + "," + device("d-3") + "]", 1);
        var source = new PolicyFileSource(file, Duration.ofMillis(1));
        harness(source, null);
        var running = new Thread(() -> run(source));
        running.start();
        for (var i = 0; i < 3; i++) {
            given.take();
        }

        write("[" + device("d-3") + "]", 2);
        var after = List.of(given.take(), given.take(), given.take());
        source.cancel();
        running.join();
        assertThat(after)
                .containsExactlyInAnyOrder(
                        "{\"device\":\"d-1\",\"version\":2000,\"assignments\":[]}",
                        "{\"device\":\"d-2\",\"version\":8,\"assignments\":[]}",
                        "{\"device\":\"d-3\",\"version\":2000,\"assignments\":[]}");
        assertThat(given).isEmpty();
    }

    @Test
    void aDeviceTakenOutWhileTheJobWasStoppedIsMissedWhenItGoesOn() throws Exception {
        write("[" + device("d-1") + "," + device("d-2") + "]", 1);
        var stopped = new PolicyFileSource(file, Duration.ZERO);
        var harness = harness(stopped, null);
        stopped.run(new Given());
        given.clear();
        var checkpoint = harness.snapshot(1, 0);

        write("[" + device("d-2") + "]", 2);
        started(checkpoint).run(new Given());
        assertThat(given)
                .containsExactlyInAnyOrder(
                        "{\"device\":\"d-1\",\"version\":2000,\"assignments\":[]}",
                        "{\"device\":\"d-2\",\"version\":2000,\"assignments\":[]}");
    }

    @Test
    void aFileThatIsBrokenFromTheStartFailsTheJobWithItsName() throws Exception {
        write("this is no JSON", 1);
        var source = started(null);
        assertThatThrownBy(() -> source.run(new Given()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("policies.json");
    }

    @Test
    void aFileThatWasBrokenMeanwhileDoesNotKeepAJobFromGoingOn() throws Exception {
        write("[" + device("d-1") + "]", 1);
        var stopped = new PolicyFileSource(file, Duration.ZERO);
        var harness = harness(stopped, null);
        stopped.run(new Given());
        given.clear();
        var checkpoint = harness.snapshot(1, 0);

        write("this is no JSON", 2);
        started(checkpoint).run(new Given());
        assertThat(given).isEmpty();
    }

    private PolicyFileSource started(OperatorSubtaskState state) throws Exception {
        var source = new PolicyFileSource(file, Duration.ZERO);
        harness(source, state);
        return source;
    }

    private AbstractStreamOperatorTestHarness<RawMessage> harness(PolicyFileSource source, OperatorSubtaskState state)
            throws Exception {
        var harness = new AbstractStreamOperatorTestHarness<>(new StreamSource<>(source), 1, 1, 0);
        open.add(harness);
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private void run(PolicyFileSource source) {
        try {
            source.run(new Given());
        } catch (IOException e) {
            given.add("failed: " + e);
        }
    }

    private void write(String text, int modified) throws IOException {
        var beside = Files.writeString(folder.resolve("new"), text);
        Files.setLastModifiedTime(beside, FileTime.fromMillis(modified * 1000L));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String device(String id, int version) {
        return """
                {"device":"%s","version":%d,"assignments":[]}""".formatted(id, version);
    }

    private static String device(String id) {
        return """
                {"device":"%s","assignments":[]}""".formatted(id);
    }

    private final class Given extends Collected<RawMessage> {
        @Override
        public void collect(RawMessage message) {
            given.add(new String(message.body(), StandardCharsets.UTF_8));
        }
    }
}
