package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.streaming.api.operators.StreamSource;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trips.job.operators.RawMessage;

/** What the sources of an existing database remember over restarts. */
@SuppressWarnings("deprecation") // the interface of the source under test
final class FollowedDocumentsTest {
    /** Of which no secondary is read, so that nothing asks for its primary. */
    private static final ExistingMongo NOWHERE =
            new ExistingMongo("mongodb://me:HUSH@127.0.0.1:1/?readPreference=primary", "fleet", "positions");

    /** The positions from which something was followed. */
    private static final List<BsonDocument> FOLLOWED_FROM = new ArrayList<>();

    private final List<RawMessage> given = new ArrayList<>();
    private final List<Integer> documentsBeforeMark = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeHarnesses() throws Exception {
        for (var harness : open) {
            harness.close();
        }
    }

    @Test
    void itBeginsWhereItWasToldAndGoesOnFromWhereItWas() throws Exception {
        FOLLOWED_FROM.clear();
        var first = new FollowedDocuments(NOWHERE, oneDocument(), position(1));
        var harness = started(first, null);
        first.run(new Given());
        var state = harness.snapshot(1, 1);
        // The job that goes on has looked up a later position: what was written since the checkpoint would be missing.
        var second = new FollowedDocuments(NOWHERE, oneDocument(), position(7));
        started(second, state);
        second.run(new Given());
        assertThat(FOLLOWED_FROM).containsExactly(position(1), position(2));
        assertThat(given).hasSize(2);
        assertThat(new RawBsonDocument(given.get(0).body()).getInt32("_id").getValue())
                .isEqualTo(1);
    }

    @Test
    void theEndOfTheHistoryIsHeldBackUntilItHasCaughtUpAndNoLonger() throws Exception {
        var source = new FollowedDocuments(NOWHERE, caughtUpAfterTwo(), position(1));
        started(source, null);
        source.run(new Given());
        assertThat(given).hasSize(3);
        assertThat(documentsBeforeMark).containsExactly(2);
    }

    @Test
    void aStreamThatNeverPausesHasCaughtUpWithTheFirstChangeSinceItWasOpened() {
        var opened = Optional.of(new BsonTimestamp(1000, 2));
        assertThat(ChangeStream.isSince(opened, new BsonTimestamp(1000, 1))).isFalse();
        assertThat(ChangeStream.isSince(opened, new BsonTimestamp(1000, 2))).isTrue();
        assertThat(ChangeStream.isSince(opened, new BsonTimestamp(1001, 0))).isTrue();
        assertThat(ChangeStream.isSince(opened, null)).isFalse();
        assertThat(ChangeStream.isSince(Optional.empty(), new BsonTimestamp(1001, 0)))
                .isFalse();
    }

    @Test
    void aDatabaseThatIsLostIsNamedWithoutItsPassword() throws Exception {
        var source = new FollowedDocuments(NOWHERE, lost(), position(1));
        started(source, null);
        assertThatThrownBy(() -> source.run(new Given()))
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .hasMessageContaining("The existing MongoDB 127.0.0.1:1, collection fleet.positions cannot be read")
                .hasMessageNotContaining("HUSH");
    }

    @Test
    void aPositionOfSomethingElseIsNotMisreadAndThePersonIsToldWhatToDo() throws Exception {
        var first = new FollowedDocuments(NOWHERE, oneDocument(), position(1));
        var harness = started(first, null);
        first.run(new Given());
        var state = harness.snapshot(1, 1);
        assertThatThrownBy(() -> started(new FollowedDocuments(NOWHERE, new ChangeStream(), position(1)), state))
                .isInstanceOf(SuppressRestartsException.class)
                .rootCause()
                .hasMessageContaining("has read by one document of fleet.positions;")
                .hasMessageContaining("its configuration names change streams of fleet.positions.")
                .hasMessageContaining("or start the job without its state");
        var elsewhere = new ExistingMongo("mongodb://127.0.0.1:1", "fleet", "trips");
        assertThatThrownBy(() -> started(new FollowedDocuments(elsewhere, oneDocument(), position(1)), state))
                .rootCause()
                .hasMessageContaining("its configuration names one document of fleet.trips.");
    }

    @Test
    void aPositionOfALaterVersionIsRefusedOnceAndForAll() throws Exception {
        var harness = new AbstractStreamOperatorTestHarness<>(new StreamSource<>(new LaterVersion()), 1, 1, 0);
        open.add(harness);
        harness.open();
        var state = harness.snapshot(1, 1);
        assertThatThrownBy(() -> started(new FollowedDocuments(NOWHERE, oneDocument(), position(1)), state))
                .isInstanceOf(SuppressRestartsException.class)
                .rootCause()
                .hasMessageContaining("in a form of version 2, of which this program knows 1 only")
                .hasMessageNotContaining("HUSH");
    }

    /** Keeps what a later program might. */
    private static final class LaterVersion implements SourceFunction<RawMessage>, CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private transient ListState<byte[]> state;

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state = context.getOperatorStateStore()
                    .getListState(new ListStateDescriptor<>(
                            "position", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.update(List.of(ExistingMongo.bytes(
                    RawBsonDocument.parse("{version: 2, of: 'one document of fleet.positions', position: {}}"))));
        }

        @Override
        public void run(SourceContext<RawMessage> context) {}

        @Override
        public void cancel() {}
    }

    @Test
    void aPositionOfPollingIsOfItsField() {
        assertThat(polling("written").way()).isNotEqualTo(polling("received").way());
        assertThat(polling("written").way()).isNotEqualTo(new ChangeStream().way());
    }

    private static Polling polling(String field) {
        return new Polling(field, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    @Test
    void everyAnswerHasALimitAndSecondariesAreAskedUnlessTheUriSaysOtherwise() {
        assertThat(new ExistingMongo("mongodb://old", "d", "c").limitedUri())
                .isEqualTo("mongodb://old/?readPreference=secondaryPreferred&maxStalenessSeconds=120"
                        + "&serverSelectionTimeoutMS=5000"
                        + "&connectTimeoutMS=5000&socketTimeoutMS=60000");
        assertThat(new ExistingMongo("mongodb://old/d", "d", "c").limitedUri())
                .startsWith("mongodb://old/d?readPreference=");
        assertThat(new ExistingMongo("mongodb://old/?readPreference=primary&socketTimeoutMS=9", "d", "c").limitedUri())
                .isEqualTo("mongodb://old/?readPreference=primary&socketTimeoutMS=9&serverSelectionTimeoutMS=5000"
                        + "&connectTimeoutMS=5000");
        assertThatThrownBy(() -> new ExistingMongo("mongodb://old/?socketTimeoutMS=0", "d", "c").requireReadable())
                .hasMessageContaining("take socketTimeoutMS=0 out of its URI");
    }

    @Test
    void noMemberIsReadThatLagsFurtherThanWhatIsFollowedGoesBack() {
        assertThat(new ExistingMongo("mongodb://old/?readPreference=nearest", "d", "c").limitedUri())
                .startsWith("mongodb://old/?readPreference=nearest&maxStalenessSeconds=120&");
        assertThat(new ExistingMongo("mongodb://old/?readPreference=secondary&maxStalenessSeconds=90", "d", "c")
                        .limitedUri())
                .startsWith("mongodb://old/?readPreference=secondary&maxStalenessSeconds=90&serverSelection");
        assertThatThrownBy(() -> new ExistingMongo(
                                "mongodb://old/?readPreference=secondary&maxStalenessSeconds=900", "d", "c")
                        .requireReadable())
                .hasMessageContaining("let maxStalenessSeconds in its URI be at most 300");
    }

    private static BsonDocument position(int number) {
        return new BsonDocument("_id", new BsonInt32(number));
    }

    /** Gives out its position as a document, and is at the next one then. */
    private static Following oneDocument() {
        return new Scripted("one document", (position, taker) -> {
            FOLLOWED_FROM.add(position);
            taker.take(
                    List.of(RawBsonDocument.parse(position.toJson())),
                    position(position.getInt32("_id").getValue() + 1));
        });
    }

    private static Following caughtUpAfterTwo() {
        return new Scripted("three documents", (position, taker) -> {
            for (var number = 1; number <= 3; number++) {
                taker.take(List.of(RawBsonDocument.parse(position(number).toJson())), position(number));
                if (number > 1) {
                    taker.caughtUp();
                }
            }
        });
    }

    private static Following lost() {
        return new Scripted("one document", (position, taker) -> {
            throw new MongoSocketReadException("closed", new ServerAddress("127.0.0.1", 1));
        });
    }

    /** What is given out from a position on. */
    private interface Script extends BiConsumer<BsonDocument, Following.Taker>, Serializable {}

    private record Scripted(String way, Script script) implements Following {
        @Override
        public BsonDocument now(ExistingMongo existing, MongoClient client) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public void follow(ExistingMongo existing, MongoClient client, BsonDocument position, Taker taker) {
            script.accept(position, taker);
        }
    }

    private AbstractStreamOperatorTestHarness<RawMessage> started(FollowedDocuments source, OperatorSubtaskState state)
            throws Exception {
        var harness = new AbstractStreamOperatorTestHarness<>(new StreamSource<>(source), 1, 1, 0);
        open.add(harness);
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private final class Given extends Collected<RawMessage> {
        @Override
        public void collect(RawMessage message) {
            given.add(message);
        }

        @Override
        public void emitWatermark(Watermark mark) {
            assertThat(mark).isEqualTo(Watermark.MAX_WATERMARK);
            documentsBeforeMark.add(given.size());
        }
    }
}
