package org.trips.job;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;

/** Messages from the test's own memory, a few between one checkpoint and the next, and again after a failure. */
final class InMemoryMessages implements GeneratorFunction<Long, RawMessage> {
    private static final long serialVersionUID = 1L;
    private static final int MESSAGES_PER_CHECKPOINT = 20;
    private static final Map<String, List<RawMessage>> MESSAGES = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    private InMemoryMessages(List<RawMessage> messages) {
        MESSAGES.put(id, List.copyOf(messages));
    }

    @Override
    public RawMessage map(Long index) {
        return MESSAGES.get(id).get(index.intValue());
    }

    static SingleOutputStreamOperator<RawMessage> stream(
            StreamExecutionEnvironment environment, List<RawMessage> messages, String uid) {
        var source = new DataGeneratorSource<>(
                new InMemoryMessages(messages),
                messages.size(),
                RateLimiterStrategy.perCheckpoint(MESSAGES_PER_CHECKPOINT),
                Exchanged.RAW_MESSAGE);
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), uid, Exchanged.RAW_MESSAGE)
                .setParallelism(1)
                .uid(uid);
    }
}
