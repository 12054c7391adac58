package org.trips.job.stores;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.function.SerializableSupplier;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/**
 * Where the job writes the documents of one collection of a server: in order, at least once, by id.
 *
 * @param store its name in messages
 * @param writers makes what writes to it
 * @param refused takes the documents that the store refuses for their own sake; its writer must need no committer, as it
 *     works inside this sink's
 */
record StoreSink(
        String store,
        String collection,
        Batches batches,
        SerializableSupplier<StoreWriter> writers,
        Sink<DeadLetter> refused)
        implements Sink<StoreDocument> {
    @Override
    @SuppressWarnings("deprecation") // abstract in Flink 1.20, though deprecated; its successor calls it
    public SinkWriter<StoreDocument> createWriter(InitContext context) throws IOException {
        return new StoreSinkWriter(
                this, () -> refused.createWriter(context), context.getProcessingTimeService(), context.metricGroup());
    }
}
