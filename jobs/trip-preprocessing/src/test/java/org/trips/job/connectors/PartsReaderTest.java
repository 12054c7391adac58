package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.mongodb.source.split.MongoScanSourceSplit;
import org.apache.flink.connector.mongodb.source.split.MongoSourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trips.job.configuration.JobOptions.Partitions;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.job.operators.RawMessage;

/** One subtask of a back-fill, of a server in memory that knows no ranges of ids: each part holds all documents. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class PartsReaderTest {
    private static final int DOCUMENTS = 300;

    private final List<Integer> given = new ArrayList<>();
    private int asked;

    private EmbeddedStore server;
    private SourceReader<RawMessage, MongoSourceSplit> reader;
    private ExistingMongo existing;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedStore.start(0);
        existing = new ExistingMongo(server.connectionString(), "fleet", "positions");
        List<Document> documents = new ArrayList<>();
        for (var i = 0; i < DOCUMENTS; i++) {
            documents.add(new Document("_id", i).append("kind", i % 3 == 0 ? "gps" : "event"));
        }
        try (MongoClient client = MongoClients.create(server.connectionString())) {
            client.getDatabase("fleet").getCollection("positions").insertMany(documents);
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (reader != null) {
            reader.close();
        }
        server.close();
    }

    @Test
    void ofTwoSubtasksOneGoesOnWithThePartsOfBothAndKeepsThemUntilEachIsRead() throws Exception {
        reader = new PartsReader(existing, new BsonDocument(), 7, new Subtask());
        reader.addSplits(List.of(part("a"), part("b")));
        reader.start();
        readUntil(DOCUMENTS / 2);
        assertThat(reader.snapshotState(1)).containsExactlyInAnyOrder(part("a"), part("b"));
        readUntil(DOCUMENTS + 1);
        assertThat(reader.snapshotState(2)).containsExactly(part("b"));
        assertThat(asked).as("parts asked for while some are left").isZero();
        readUntil(2 * DOCUMENTS);
        readUntilAsked();
        assertThat(reader.snapshotState(3)).isEmpty();
        assertThat(given).hasSize(2 * DOCUMENTS);

        reader.addSplits(List.of(part("c")));
        readUntil(3 * DOCUMENTS);
        reader.notifyNoMoreSplits();
        while (reader.pollNext(new Output()) != InputStatus.END_OF_INPUT) {
            awaitMore();
        }
        assertThat(given).hasSize(3 * DOCUMENTS).contains(0, DOCUMENTS - 1);
    }

    @Test
    void aPartThatWasNotFinishedIsReadFromItsBeginning() throws Exception {
        reader = new PartsReader(existing, new BsonDocument(), 7, new Subtask());
        reader.addSplits(
                List.of(new MongoScanSourceSplit("a", "fleet", "positions", all().min(), all().max(), id(), 200)));
        reader.start();
        readUntilAsked();
        assertThat(given).hasSize(DOCUMENTS);
    }

    @Test
    void onlyWhatTheMappingMeansIsAskedFor() throws Exception {
        reader = new PartsReader(existing, BsonDocument.parse("{kind: 'gps'}"), 7, new Subtask());
        reader.addSplits(List.of(part("a")));
        reader.start();
        readUntilAsked();
        assertThat(given).hasSize(DOCUMENTS / 3).allMatch(number -> number % 3 == 0);
    }

    @Test
    void aPartBetweenAnIdAndItselfIsReadWithoutAskingTheServer() throws Exception {
        var bound = new BsonDocument("_id", new BsonInt32(7));
        reader = new PartsReader(existing, new BsonDocument(), 7, new Subtask());
        reader.addSplits(List.of(new MongoScanSourceSplit("a", "fleet", "positions", bound, bound, id()), part("b")));
        reader.start();
        readUntilAsked();
        assertThat(given).hasSize(DOCUMENTS);
    }

    @Test
    void ofLargeDocumentsNoMoreThanSomeMegabytesAreReadAheadAndNoneIsLost() throws Exception {
        List<Document> large = new ArrayList<>();
        for (var i = 0; i < 20; i++) {
            large.add(new Document("_id", DOCUMENTS + i).append("padding", "x".repeat(1_000_000)));
        }
        try (MongoClient client = MongoClients.create(server.connectionString())) {
            client.getDatabase("fleet").getCollection("positions").drop();
            client.getDatabase("fleet").getCollection("positions").insertMany(large);
        }
        var parts = new PartsReader.Parts(existing, new BsonDocument(), 1000);
        parts.handleSplitsChanges(new SplitsAddition<>(List.of(part("a"))));
        var documents = 0;
        var isFinished = false;
        while (!isFinished) {
            var read = parts.fetch();
            var hasSome = read.nextSplit() != null;
            var here = 0;
            while (hasSome && read.nextRecordFromSplit() != null) {
                here++;
            }
            assertThat(here).isLessThanOrEqualTo(5);
            documents += here;
            isFinished = read.finishedSplits().contains("a");
        }
        parts.close();
        assertThat(documents).isEqualTo(20);
    }

    @Test
    void aFailureOfWhatFollowsIsNotToldAsOneOfTheDatabase() throws Exception {
        reader = new PartsReader(existing, new BsonDocument(), 7, new Subtask());
        reader.addSplits(List.of(part("a")));
        reader.start();
        var ended = new CancelTaskException("what follows has ended");
        assertThatThrownBy(() -> {
                    while (true) {
                        reader.pollNext(new Output() {
                            @Override
                            public void collect(RawMessage message) {
                                throw ended;
                            }
                        });
                        awaitMore();
                    }
                })
                .isSameAs(ended);
    }

    @Test
    void aServerThatIsLostIsTold() throws Exception {
        existing =
                new ExistingMongo(server.connectionString() + "/?serverSelectionTimeoutMS=300", "fleet", "positions");
        server.close();
        reader = new PartsReader(existing, new BsonDocument(), 7, new Subtask());
        reader.addSplits(List.of(part("a")));
        reader.start();
        assertThatThrownBy(this::readUntilAsked)
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .hasMessageContaining("collection fleet.positions cannot be read: ");
    }

    @Test
    void theRateIsKeptWithinHoweverSlowTheMachineIs() throws Exception {
        var perSecond = 4;
        var began = System.nanoTime();
        reader = new BackFill(existing, new BsonDocument(), Partitions.SINGLE, Optional.of(perSecond))
                .createReader(new Subtask());
        reader.addSplits(List.of(part("a")));
        reader.start();
        readUntil(3);
        for (var i = 0; i < DOCUMENTS; i++) { // more than could be read in this time
            reader.pollNext(new Output());
        }
        var seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
        // A limiter lets a second's share through at once when nothing was read for that long.
        assertThat((double) given.size()).isLessThanOrEqualTo((seconds + 1) * perSecond + 1);
    }

    @Test
    void theServerIsAskedOftenEnoughToKeepTheCursorAndSeldomEnoughToBeQuick() {
        assertThat(PartsReader.batch(Optional.empty(), 2)).isEqualTo(1000);
        assertThat(PartsReader.batch(Optional.of(1_000_000), 2)).isEqualTo(1000);
        assertThat(PartsReader.batch(Optional.of(10), 2))
                .as("a minute's documents")
                .isEqualTo(300);
        assertThat(PartsReader.batch(Optional.of(1), 16)).isEqualTo(3);
        assertThat(PartsReader.batch(Optional.of(1), 400)).isEqualTo(1);
    }

    private void readUntil(int documents) throws Exception {
        while (given.size() < documents) {
            reader.pollNext(new Output());
            awaitMore();
        }
    }

    private void readUntilAsked() throws Exception {
        while (asked == 0) {
            reader.pollNext(new Output());
            awaitMore();
        }
    }

    private void awaitMore() throws Exception {
        reader.isAvailable().get(10, TimeUnit.SECONDS);
    }

    private record Range(BsonDocument min, BsonDocument max) {}

    private static Range all() {
        return new Range(new BsonDocument("_id", new BsonMinKey()), new BsonDocument("_id", new BsonMaxKey()));
    }

    private static BsonDocument id() {
        return new BsonDocument("_id", new BsonInt32(1));
    }

    private static MongoScanSourceSplit part(String name) {
        return new MongoScanSourceSplit(name, "fleet", "positions", all().min(), all().max(), id());
    }

    /** Counts how often a part is asked for. */
    private final class Subtask implements SourceReaderContext {
        @Override
        public void sendSplitRequest() {
            asked++;
        }

        @Override
        public SourceReaderMetricGroup metricGroup() {
            return UnregisteredMetricsGroup.createSourceReaderMetricGroup();
        }

        @Override
        public Configuration getConfiguration() {
            return new Configuration();
        }

        @Override
        public String getLocalHostName() {
            return "here";
        }

        @Override
        public int getIndexOfSubtask() {
            return 0;
        }

        @Override
        public int currentParallelism() {
            return 1;
        }

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {}

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
        }
    }

    private class Output implements ReaderOutput<RawMessage> {
        @Override
        public void collect(RawMessage message) {
            given.add(new RawBsonDocument(message.body()).getInt32("_id").getValue());
        }

        @Override
        public void collect(RawMessage message, long timestamp) {
            collect(message);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}

        @Override
        public SourceOutput<RawMessage> createOutputForSplit(String part) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String part) {}
    }
}
