package org.trips.job.connectors;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/**
 * Where the job writes the documents of one collection: in order, at least once, by id.
 *
 * @param refused takes the documents that the store refuses for their own sake; its writer must need no committer, as it
 *     works inside this sink's
 */
record MongoSink(MongoStore store, String collection, Sink<DeadLetter> refused) implements Sink<StoreDocument> {
    @Override
    @SuppressWarnings("deprecation") // abstract in Flink 1.20, though deprecated; its successor calls it
    public SinkWriter<StoreDocument> createWriter(InitContext context) throws IOException {
        return new MongoWriter(
                store,
                collection,
                () -> refused.createWriter(context),
                context.getProcessingTimeService(),
                context.metricGroup());
    }
}
