package org.trips.job.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/** What the writer makes of a store's answers, which this store gives when it is told to. */
@Timeout(60)
@SuppressWarnings("try") // closing may be interrupted, as Flink's own interface says
final class StoreSinkWriterTest {
    private static final int DUPLICATE_KEY = 11000;
    private static final int INTERRUPTED_AT_SHUTDOWN = 11600;
    private static final int DOCUMENT_VALIDATION_FAILURE = 121;

    private final AnsweringAsTold backend = new AnsweringAsTold();
    private final MongoServer server = new MongoServer(backend);
    private final Refused refused = new Refused();
    private StoreSinkWriter writer;

    @BeforeEach
    void startAStore() {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var store = new MongoStore("mongodb://127.0.0.1:" + port(), "trips", new Batches(10, 1000));
        writer = new StoreSinkWriter(
                (StoreSink) store.sink(StoreDocument.JOURNEYS, null),
                () -> refused,
                new TestProcessingTimeService(),
                UnregisteredMetricsGroup.createSinkWriterMetricGroup());
    }

    @AfterEach
    void stopTheStore() throws Exception {
        writer.close();
        server.shutdownNow();
    }

    /** Two writes of one new document, of which the first was given up by the driver and not by the store. */
    @Test
    void aDocumentThatAnEarlierTryHasJustMadeIsWrittenAgain() throws Exception {
        backend.answers.add(refusal(
                DUPLICATE_KEY,
                "E11000 duplicate key error collection: trips.journeys index: _id_ dup key: { _id: 'a' }"));
        writer.write(document("a"), null);
        writer.flush(false);

        assertThat(refused.letters).isEmpty();
        assertThat(backend.written).containsExactly("a");
        assertThat(writer.isFailing()).isFalse();
    }

    @Test
    void aDocumentThatDoublesTheKeyOfAnotherIndexIsSetAside() throws Exception {
        backend.answers.add(refusal(
                DUPLICATE_KEY,
                "E11000 duplicate key error collection: trips.journeys index: policy_1 dup key: { policy: 'P' }"));
        writer.write(document("a"), null);
        writer.flush(false);

        assertThat(refused.letters).singleElement().satisfies(letter -> assertThat(letter.detail())
                .contains("journeys a was refused by the store", "policy_1"));
        assertThat(backend.written).isEmpty();
    }

    @Test
    void aStoreThatRefusesADocumentAtLastIsNotFailingAnyMore() throws Exception {
        backend.answers.add(
                new Document("ok", 0).append("code", INTERRUPTED_AT_SHUTDOWN).append("errmsg", "shutting down"));
        backend.answers.add(refusal(DOCUMENT_VALIDATION_FAILURE, "Document failed validation"));
        writer.write(document("a"), null);
        writer.flush(false);

        assertThat(refused.letters).hasSize(1);
        assertThat(writer.isFailing()).isFalse();
    }

    @Test
    void itsConnectionEndsThoughWhatTakesRefusedDocumentsDoesNotClose() throws Exception {
        backend.answers.add(refusal(DOCUMENT_VALIDATION_FAILURE, "Document failed validation"));
        writer.write(document("a"), null);
        writer.flush(false);
        assertThat(hasClient()).isTrue();
        refused.failure = new IOException("the disk is full");
        assertThatThrownBy(writer::close).isSameAs(refused.failure);
        refused.failure = null;
        while (hasClient()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private int port() {
        return server.getLocalAddress().getPort();
    }

    /** The driver watches each server in threads that bear its address. */
    private boolean hasClient() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().contains("127.0.0.1:" + port()));
    }

    private static StoreDocument document(String id) {
        return new StoreDocument(
                StoreDocument.JOURNEYS, id, ("{\"_id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static Document refusal(int code, String message) {
        var error = new Document("index", 0).append("code", code).append("errmsg", message);
        return new Document("ok", 1).append("n", 0).append("nModified", 0).append("writeErrors", List.of(error));
    }

    /** Gives the answers to updates that wait here, before it makes any. */
    private static final class AnsweringAsTold extends MemoryBackend {
        final Queue<Document> answers = new ConcurrentLinkedQueue<>();
        final Queue<String> written = new ConcurrentLinkedQueue<>();

        @Override
        public Document handleMessage(MongoMessage message) {
            if (!message.getDocument().containsKey("update")) {
                return super.handleMessage(message);
            }
            var told = answers.poll();
            if (told != null) {
                return told;
            }
            ((List<?>) message.getDocument().get("updates"))
                    .forEach(update -> written.add(
                            ((Document) ((Document) update).get("q")).get("_id").toString()));
            return super.handleMessage(message);
        }
    }

    private static final class Refused implements SinkWriter<DeadLetter> {
        final List<DeadLetter> letters = new ArrayList<>();
        IOException failure;

        @Override
        public void write(DeadLetter letter, Context context) {
            letters.add(letter);
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing waits here.
        }

        @Override
        public void close() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
