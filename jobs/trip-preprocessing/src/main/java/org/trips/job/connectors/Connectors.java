package org.trips.job.connectors;

import static org.trips.job.configuration.JobOptions.ARCHIVE_FOLDER;
import static org.trips.job.configuration.JobOptions.ARCHIVE_ROLL_INTERVAL;
import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_FILE;
import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_QUEUE;
import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_REFRESH;
import static org.trips.job.configuration.JobOptions.DEAD_LETTER_FILES;
import static org.trips.job.configuration.JobOptions.DEAD_LETTER_QUEUE;
import static org.trips.job.configuration.JobOptions.RABBITMQ_DECLARE;
import static org.trips.job.configuration.JobOptions.RABBITMQ_PREFETCH;
import static org.trips.job.configuration.JobOptions.RABBITMQ_QUEUE_ARGUMENTS;
import static org.trips.job.configuration.JobOptions.REPROCESS_QUEUE;
import static org.trips.job.configuration.JobOptions.STORE_BATCH_INTERVAL;
import static org.trips.job.configuration.JobOptions.STORE_BATCH_SIZE;
import static org.trips.job.configuration.JobOptions.STORE_DATABASE;
import static org.trips.job.configuration.JobOptions.STORE_FILES;
import static org.trips.job.configuration.JobOptions.STORE_URI;
import static org.trips.job.configuration.JobOptions.UPLOAD_FILES;
import static org.trips.job.configuration.JobOptions.UPLOAD_MAXIMUM_BYTES;
import static org.trips.job.configuration.JobOptions.UPLOAD_QUEUES;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.trips.job.JobSinks;
import org.trips.job.JobSources;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/** The sources and sinks that a configuration names. */
public final class Connectors {
    private final JobConfiguration configuration;

    public Connectors(JobConfiguration configuration) {
        this.configuration = configuration;
    }

    public JobSources sources() {
        return new JobSources(this::uploads, this::assignments, this::reprocessings);
    }

    public JobSinks sinks() {
        return new JobSinks(
                documents(StoreDocument.JOURNEYS),
                documents(StoreDocument.POLICY_DAYS),
                documents(StoreDocument.POLICY_MONTHS),
                deadLetters(),
                configuration
                        .find(ARCHIVE_FOLDER)
                        .map(folder -> ArchiveFiles.sink(folder, configuration.get(ARCHIVE_ROLL_INTERVAL))));
    }

    /**
     * Makes the store ready, and looks whether every queue is there, or makes it.
     *
     * @throws IOException if a server cannot be reached, or a queue cannot be used; the message names it
     */
    public void prepare() throws IOException {
        var store = store();
        if (store.isPresent()) {
            store.get().prepare();
        }
        List<String> queues = new ArrayList<>(configuration.get(UPLOAD_QUEUES));
        configuration.find(ASSIGNMENTS_QUEUE).ifPresent(queues::add);
        configuration.find(REPROCESS_QUEUE).ifPresent(queues::add);
        configuration.find(DEAD_LETTER_QUEUE).ifPresent(queues::add);
        if (!queues.isEmpty()) {
            RabbitMqServer.of(configuration).require(queues, declaredArguments());
        }
    }

    /** The MongoDB store, where there is one. */
    private Optional<MongoStore> store() {
        return configuration
                .find(STORE_URI)
                .map(uri -> new MongoStore(
                        uri,
                        configuration.get(STORE_DATABASE),
                        configuration.get(STORE_BATCH_SIZE),
                        configuration.get(STORE_BATCH_INTERVAL).toMillis()));
    }

    private List<SingleOutputStreamOperator<RawMessage>> uploads(StreamExecutionEnvironment environment) {
        var files = configuration.find(UPLOAD_FILES);
        if (files.isPresent()) {
            return List.of(files(environment, files.get()));
        }
        return configuration.get(UPLOAD_QUEUES).stream()
                .map(queue -> queue(environment, queue))
                .toList();
    }

    private List<SingleOutputStreamOperator<RawMessage>> assignments(StreamExecutionEnvironment environment) {
        var file = configuration.find(ASSIGNMENTS_FILE);
        if (file.isPresent()) {
            // Where the job ends with its uploads, no change is to be waited for.
            var refresh = configuration.inputEnds() ? Duration.ZERO : configuration.get(ASSIGNMENTS_REFRESH);
            return List.of(alone(environment, new PolicyFileSource(file.get(), refresh), "assignments"));
        }
        return configuration.find(ASSIGNMENTS_QUEUE).stream()
                .map(queue -> queue(environment, queue))
                .toList();
    }

    private List<SingleOutputStreamOperator<RawMessage>> reprocessings(StreamExecutionEnvironment environment) {
        return configuration.find(REPROCESS_QUEUE).stream()
                .map(queue -> queue(environment, queue))
                .toList();
    }

    private SingleOutputStreamOperator<RawMessage> files(StreamExecutionEnvironment environment, Path path) {
        var source = FileSource.forRecordStreamFormat(
                        new MessageLines(configuration.get(UPLOAD_MAXIMUM_BYTES)),
                        new org.apache.flink.core.fs.Path(path.toUri()))
                .build();
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "upload files", Exchanged.RAW_MESSAGE)
                .uid("files-uploads");
    }

    private SingleOutputStreamOperator<RawMessage> queue(StreamExecutionEnvironment environment, String queue) {
        var source = new RabbitMqSource(
                RabbitMqServer.of(configuration), queue, configuration.get(RABBITMQ_PREFETCH), declaredArguments());
        return alone(environment, source, "queue " + queue);
    }

    @SuppressWarnings("deprecation") // RabbitMQ's connector for Flink 1.20 has the old interface only
    private static SingleOutputStreamOperator<RawMessage> alone(
            StreamExecutionEnvironment environment, SourceFunction<RawMessage> source, String name) {
        return environment
                .addSource(source, name, Exchanged.RAW_MESSAGE)
                .setParallelism(1)
                .uid(name.replace(' ', '-'));
    }

    private Sink<StoreDocument> documents(String collection) {
        return store().map(store -> store.sink(collection, refused()))
                .orElseGet(() -> LineFiles.documents(configuration.get(STORE_FILES), collection));
    }

    private Sink<DeadLetter> deadLetters() {
        return configuration
                .find(DEAD_LETTER_QUEUE)
                .<Sink<DeadLetter>>map(
                        queue -> new RabbitMqDeadLetters(RabbitMqServer.of(configuration), queue, declaredArguments()))
                .orElseGet(() -> LineFiles.deadLetters(configuration.get(DEAD_LETTER_FILES)));
    }

    /** Documents that the store refuses go where the other dead letters go. */
    private Sink<DeadLetter> refused() {
        return configuration.find(DEAD_LETTER_QUEUE).isPresent()
                ? deadLetters()
                : new RefusedFiles(configuration.get(DEAD_LETTER_FILES).toString());
    }

    /** Null where the queues have to be there already. */
    private Map<String, Object> declaredArguments() {
        return configuration.get(RABBITMQ_DECLARE) ? configuration.get(RABBITMQ_QUEUE_ARGUMENTS) : null;
    }
}
