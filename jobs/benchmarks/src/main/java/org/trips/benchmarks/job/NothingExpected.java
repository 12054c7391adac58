package org.trips.benchmarks.job;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Fails the job with what is written to it. */
final class NothingExpected<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("deprecation") // abstract in Flink 1.20, though deprecated; its successor calls it
    public SinkWriter<T> createWriter(InitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context writing) {
                throw new IllegalStateException("Nothing was to be written here, and there is " + element);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
