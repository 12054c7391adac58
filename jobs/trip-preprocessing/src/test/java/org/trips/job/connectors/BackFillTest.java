package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.mongodb.source.split.MongoScanSourceSplit;
import org.apache.flink.connector.mongodb.source.split.MongoSourceSplit;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trips.job.configuration.JobOptions.Partitions;
import org.trips.job.embedded.EmbeddedStore;

/** How a collection is divided, as its one subtask asks for part after part. */
final class BackFillTest {
    private EmbeddedStore server;
    private ExistingMongo existing;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedStore.start(0);
        existing = new ExistingMongo(server.connectionString(), "fleet", "positions");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Of few and large documents a server has fewer ids to give than a sample of several to a part wants. */
    @ParameterizedTest
    @CsvSource({"10, 2500", "5, 9000", "3, 12", "40, 600"})
    void howeverLargeDocumentsAreThePartsReachFromTheFirstIdToTheLastWithoutAGap(int documents, int kilobytes)
            throws Exception {
        insert(documents, kilobytes);
        var parts = parts();
        if ((long) documents * kilobytes > 17_000) {
            assertThat(parts).hasSizeGreaterThan(1);
        }
        assertThat(parts.get(0).getMin()).isEqualTo(new BsonDocument("_id", new BsonMinKey()));
        for (var i = 1; i < parts.size(); i++) {
            assertThat(parts.get(i).getMin()).isEqualTo(parts.get(i - 1).getMax());
        }
        assertThat(parts.get(parts.size() - 1).getMax()).isEqualTo(new BsonDocument("_id", new BsonMaxKey()));
    }

    @Test
    void aServerThatIsLostBeforeItIsDividedIsNamed() throws Exception {
        existing =
                new ExistingMongo(server.connectionString() + "/?serverSelectionTimeoutMS=300", "fleet", "positions");
        server.close();
        try (var enumerator = new BackFill(existing, new BsonDocument(), Partitions.SINGLE, Optional.empty())
                .createEnumerator(new OneSubtask())) {
            enumerator.start();
            assertThatThrownBy(() -> enumerator.handleSplitRequest(0, "here"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("collection fleet.positions cannot be read: ");
        }
    }

    @Test
    void anEmptyCollectionIsOnePart() throws Exception {
        insert(1, 1);
        try (var client = MongoClients.create(server.connectionString())) {
            client.getDatabase("fleet").getCollection("positions").deleteMany(new Document());
        }
        assertThat(parts()).hasSize(1);
    }

    private void insert(int documents, int kilobytes) {
        var padding = "x".repeat(kilobytes * 1000);
        try (var client = MongoClients.create(server.connectionString())) {
            for (var i = 0; i < documents; i++) {
                client.getDatabase("fleet")
                        .getCollection("positions")
                        .insertOne(new Document("_id", i).append("padding", padding));
            }
        }
    }

    /** In the order in which they were found. */
    private List<MongoScanSourceSplit> parts() throws Exception {
        var oneSubtask = new OneSubtask();
        try (var enumerator = new BackFill(existing, new BsonDocument(), Partitions.SAMPLE, Optional.empty())
                .createEnumerator(oneSubtask)) {
            enumerator.start();
            while (!oneSubtask.hasAll) {
                enumerator.handleSplitRequest(0, "here");
            }
        }
        oneSubtask.parts.sort(Comparator.comparingInt(BackFillTest::number));
        return oneSubtask.parts;
    }

    private static int number(MongoScanSourceSplit part) {
        return part.splitId().matches(".*_\\d+")
                ? Integer.parseInt(part.splitId().replaceFirst(".*_", ""))
                : 0;
    }

    private static final class OneSubtask implements SplitEnumeratorContext<MongoSourceSplit> {
        private final List<MongoScanSourceSplit> parts = new ArrayList<>();
        private boolean hasAll;

        @Override
        public void assignSplits(SplitsAssignment<MongoSourceSplit> assignment) {
            assignment
                    .assignment()
                    .values()
                    .forEach(some -> some.forEach(part -> parts.add((MongoScanSourceSplit) part)));
        }

        @Override
        public void signalNoMoreSplits(int subtask) {
            hasAll = true;
        }

        @Override
        public int currentParallelism() {
            return 1;
        }

        @Override
        public Map<Integer, ReaderInfo> registeredReaders() {
            return Map.of(0, new ReaderInfo(0, "here"));
        }

        @Override
        public SplitEnumeratorMetricGroup metricGroup() {
            return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
        }

        @Override
        public void sendEventToSourceReader(int subtask, SourceEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> void callAsync(
                Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelay, long period) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void runInCoordinatorThread(Runnable runnable) {
            runnable.run();
        }
    }
}
