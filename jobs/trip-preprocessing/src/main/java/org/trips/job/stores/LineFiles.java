package org.trips.job.stores;

import java.nio.file.Path;
import java.time.Instant;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;

/**
 * Sinks that write JSON lines to files in a folder. A file appears under its name when the checkpoint that holds its
 * lines has completed, and then never changes.
 */
public final class LineFiles {
    private LineFiles() {}

    /** Dead letters, as {@code trips replay} reads them. */
    public static Sink<DeadLetter> deadLetters(Path folder) {
        return sink(folder, "dead-letters", (letter, out) -> {
            out.write(DeadLetterCodec.toLine(letter));
            out.write('\n');
        });
    }

    /** Every change of a document, as a {@link ChangeLine}. */
    static Sink<StoreDocument> documents(Path folder, String collection) {
        return sink(folder, collection, (document, out) -> ChangeLine.write(document, Instant.now(), out));
    }

    private static <T> Sink<T> sink(Path folder, String prefix, Encoder<T> encoder) {
        return FileSink.forRowFormat(new org.apache.flink.core.fs.Path(folder.toUri()), encoder)
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(OutputFileConfig.builder()
                        .withPartPrefix(prefix)
                        .withPartSuffix(".ndjson")
                        .build())
                .build();
    }
}
