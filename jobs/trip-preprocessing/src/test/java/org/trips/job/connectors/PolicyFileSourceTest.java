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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.operators.RawMessage;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class PolicyFileSourceTest {
    @TempDir
    private Path folder;

    private Path file;
    private final BlockingQueue<String> given = new LinkedBlockingQueue<>();

    @BeforeEach
    void nameFile() {
        file = folder.resolve("policies.json");
    }

    @Test
    void aFileThatIsReadOnceGivesOneMessageForEachDevice() throws Exception {
        write("[" + device("d-1", 1) + "," + device("d-2", 1) + "]", 1);
        new PolicyFileSource(file, Duration.ZERO).run(new Given());
        assertThat(given).hasSize(2).anyMatch(message -> message.contains("\"device\":\"d-2\""));
    }

    @Test
    void aChangedFileIsGivenOutAgainAndABrokenOneIsNot() throws Exception {
        write("[" + device("d-1", 1) + "]", 1);
        var source = new PolicyFileSource(file, Duration.ofMillis(1));
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
    void aFileThatIsBrokenFromTheStartFailsTheJobWithItsName() throws IOException {
        write("this is no JSON", 1);
        var source = new PolicyFileSource(file, Duration.ZERO);
        assertThatThrownBy(() -> source.run(new Given()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("policies.json");
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

    @SuppressWarnings("deprecation") // the interface of the source under test
    private final class Given implements SourceFunction.SourceContext<RawMessage> {
        @Override
        public void collect(RawMessage message) {
            given.add(new String(message.body(), StandardCharsets.UTF_8));
        }

        @Override
        public void collectWithTimestamp(RawMessage message, long timestamp) {
            collect(message);
        }

        @Override
        public void emitWatermark(Watermark mark) {}

        @Override
        public void markAsTemporarilyIdle() {}

        @Override
        public Object getCheckpointLock() {
            return this;
        }

        @Override
        public void close() {}
    }
}
