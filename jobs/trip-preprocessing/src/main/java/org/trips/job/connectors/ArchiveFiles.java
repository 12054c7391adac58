package org.trips.job.connectors;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.DefaultRollingPolicy;
import org.trips.job.operators.DeviceUpload;
import org.trips.journeys.intake.UploadArchive;

/**
 * Writes the files that {@link UploadArchive} reads. After a failure a file goes on where it was at the checkpoint, which
 * is the end of a gzip member, so each upload is in it once.
 */
public final class ArchiveFiles {
    /** How often Flink looks whether a file is old enough, unless the files themselves live shorter. */
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(1);

    private ArchiveFiles() {}

    /**
     * The sink of an archive.
     *
     * @param folder in a file system that Flink knows
     * @param rollInterval after which a file is finished; it has its name when the checkpoint that follows has completed
     */
    public static Sink<DeviceUpload> sink(URI folder, Duration rollInterval) {
        return sink(folder, rollInterval, new ReceiveDay());
    }

    /**
     * The sink of the same archive for what is read of an existing database: in the folder of the day on which it is read,
     * however long ago it was sent. A history of years would else have a file open for each day of it.
     */
    public static Sink<DeviceUpload> ofDocuments(URI folder, Duration rollInterval) {
        return sink(folder, rollInterval, new DayOfReading());
    }

    private static Sink<DeviceUpload> sink(
            URI folder, Duration rollInterval, BucketAssigner<DeviceUpload, String> days) {
        var check = rollInterval.compareTo(LONGEST_CHECK) < 0 ? rollInterval : LONGEST_CHECK;
        return FileSink.<DeviceUpload>forRowFormat(
                        new Path(folder), (upload, out) -> out.write(UploadArchive.record(upload.upload())))
                .withBucketAssigner(days)
                .withBucketCheckInterval(check.toMillis())
                .withRollingPolicy(DefaultRollingPolicy.builder()
                        .withRolloverInterval(rollInterval)
                        .withInactivityInterval(rollInterval)
                        .build())
                .withOutputFileConfig(OutputFileConfig.builder()
                        .withPartPrefix("part")
                        .withPartSuffix(UploadArchive.FILE_SUFFIX)
                        .build())
                .build();
    }

    private static final class DayOfReading implements BucketAssigner<DeviceUpload, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getBucketId(DeviceUpload upload, Context context) {
            var now = context.currentProcessingTime();
            // No fix lies in a folder of more than a day before it, also where the other's clock is ahead.
            var ahead = upload.receivedAt().isPresent() && upload.receivedAt().getAsLong() > now;
            return UploadArchive.day(ahead ? upload.receivedAt() : OptionalLong.empty(), now)
                    .toString();
        }

        @Override
        public SimpleVersionedSerializer<String> getSerializer() {
            return SimpleVersionedStringSerializer.INSTANCE;
        }
    }

    private static final class ReceiveDay implements BucketAssigner<DeviceUpload, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getBucketId(DeviceUpload upload, Context context) {
            return UploadArchive.day(upload.receivedAt(), context.currentProcessingTime())
                    .toString();
        }

        @Override
        public SimpleVersionedSerializer<String> getSerializer() {
            return SimpleVersionedStringSerializer.INSTANCE;
        }
    }
}
