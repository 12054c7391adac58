package org.trips.job;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Collects what the job writes, in the test's own memory: Flink copies the sink, so the list is found by its id. */
final class InMemorySink<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, List<Object>> WRITTEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    InMemorySink() {
        WRITTEN.put(id, new CopyOnWriteArrayList<>());
    }

    @SuppressWarnings("unchecked") // only this sink's writers add to its list
    List<T> written() {
        return (List<T>) WRITTEN.get(id);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in Flink 1.20, though deprecated; its successor calls it
    public SinkWriter<T> createWriter(InitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context writing) {
                written().add(element);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
