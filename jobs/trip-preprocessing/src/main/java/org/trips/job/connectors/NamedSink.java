package org.trips.job.connectors;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.trips.journeys.documents.StoreDocument;

/**
 * A sink whose failures name the store. The connector's own tell what happened to a socket, and to which only in the
 * middle of half a page; and Flink and people look at the last cause, so there is none beneath.
 *
 * @param store as a log may show it
 */
record NamedSink(Sink<StoreDocument> sink, String store) implements Sink<StoreDocument> {
    @Override
    @SuppressWarnings("deprecation") // abstract in Flink 1.20, though deprecated; its successor calls it
    public SinkWriter<StoreDocument> createWriter(InitContext context) throws IOException {
        return new Writer(sink.createWriter(context), store);
    }

    @SuppressWarnings("try") // closing may be interrupted, as Flink's own interface says
    private record Writer(SinkWriter<StoreDocument> writer, String store) implements SinkWriter<StoreDocument> {
        @Override
        public void write(StoreDocument document, Context context) throws IOException, InterruptedException {
            try {
                writer.write(document, context);
            } catch (IOException | RuntimeException e) { // the connector throws both for a failed batch
                throw named(e);
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            try {
                writer.flush(endOfInput);
            } catch (IOException | RuntimeException e) {
                throw named(e);
            }
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }

        private IOException named(Exception failure) {
            return new IOException("The store " + store + " cannot be written to: " + MongoStore.reason(failure));
        }
    }
}
