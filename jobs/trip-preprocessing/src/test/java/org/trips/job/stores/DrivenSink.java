package org.trips.job.stores;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/** The sink of a store as the job drives it, one checkpoint after the other, in one subtask. Not thread-safe. */
final class DrivenSink implements AutoCloseable {
    private final OneInputStreamOperatorTestHarness<StoreDocument, CommittableMessage<Object>> writer;
    private final OneInputStreamOperatorTestHarness<CommittableMessage<Object>, ?> committer;
    private final Refused refused = new Refused();
    private long checkpoint;

    DrivenSink(Store store, String collection) throws Exception {
        var sink = store.sink(collection, refused);
        writer = new OneInputStreamOperatorTestHarness<>(new SinkWriterOperatorFactory<>(sink));
        committer = sink instanceof SupportsCommitter<?> committing ? committer(committing) : null;
        if (committer == null) {
            writer.setup(serializer(CommittableMessageTypeInfo.noOutput()));
        }
        writer.open();
    }

    @SuppressWarnings("unchecked") // what its writer hands over is what its committer takes
    private OneInputStreamOperatorTestHarness<CommittableMessage<Object>, ?> committer(SupportsCommitter<?> sink)
            throws Exception {
        var committing = (SupportsCommitter<Object>) sink;
        writer.setup(serializer(CommittableMessageTypeInfo.of(committing::getCommittableSerializer)));
        var harness = new OneInputStreamOperatorTestHarness<CommittableMessage<Object>, CommittableMessage<Object>>(
                new CommitterOperatorFactory<>(committing, false, true));
        harness.open();
        return harness;
    }

    @SuppressWarnings("unchecked") // where there is no output, its type does not matter
    private static TypeSerializer<CommittableMessage<Object>> serializer(
            TypeInformation<? extends CommittableMessage<?>> type) {
        return ((TypeInformation<CommittableMessage<Object>>) type).createSerializer(new SerializerConfigImpl());
    }

    /** All of them between two checkpoints; when it returns, they are in the store or refused. */
    void write(StoreDocument... documents) throws Exception {
        write(List.of(documents));
    }

    void write(List<StoreDocument> documents) throws Exception {
        for (var document : documents) {
            writer.processElement(new StreamRecord<>(document));
        }
        checkpoint++;
        writer.prepareSnapshotPreBarrier(checkpoint);
        writer.snapshot(checkpoint, checkpoint);
        if (committer != null) {
            for (var output = writer.getOutput().poll();
                    output != null;
                    output = writer.getOutput().poll()) {
                @SuppressWarnings("unchecked")
                var committable = (StreamRecord<CommittableMessage<Object>>) output;
                committer.processElement(committable);
            }
            committer.snapshot(checkpoint, checkpoint);
            committer.notifyOfCompletedCheckpoint(checkpoint);
        }
    }

    List<DeadLetter> refused() {
        return List.copyOf(Refused.LETTERS);
    }

    @Override
    public void close() throws IOException {
        try {
            writer.close();
            if (committer != null) {
                committer.close();
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** In memory; static, because the sink is copied to where it runs. */
    private static final class Refused implements Sink<DeadLetter> {
        private static final long serialVersionUID = 1;
        private static final List<DeadLetter> LETTERS = new CopyOnWriteArrayList<>();

        Refused() {
            LETTERS.clear();
        }

        @Override
        @SuppressWarnings("deprecation")
        public SinkWriter<DeadLetter> createWriter(InitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(DeadLetter letter, Context from) {
                    LETTERS.add(letter);
                }

                @Override
                public void flush(boolean endOfInput) throws IOException {
                    // Nothing waits here.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }
    }
}
