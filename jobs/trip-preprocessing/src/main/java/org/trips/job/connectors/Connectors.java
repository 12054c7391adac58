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
import static org.trips.job.configuration.JobOptions.UPLOAD_FILES;
import static org.trips.job.configuration.JobOptions.UPLOAD_MAXIMUM_BYTES;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_COLLECTION;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_DATABASE;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_FOLLOW;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_MAPPING;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_PARTITIONS;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_POLLING_FIELD;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_POLLING_INTERVAL;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_POLLING_OVERLAP;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_RATE;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_URI;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.JobSinks;
import org.trips.job.JobSources;
import org.trips.job.StoreSinks;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions.Follow;
import org.trips.job.configuration.JobOptions.Partitions;
import org.trips.job.mapping.DocumentMapping;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;
import org.trips.job.stores.LineFiles;
import org.trips.job.stores.Stores;
import org.trips.journeys.device.Input;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/** The sources and sinks that a configuration names. */
public final class Connectors {
    private static final Logger LOG = LoggerFactory.getLogger(Connectors.class);

    private final JobConfiguration configuration;

    public Connectors(JobConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Where an existing database is followed, from the position that it has now: nothing of it may have been read before.
     *
     * @param mayGoOn whether the job may go on from a checkpoint: then a database that is not followed may have been read, and
     *     does not have to answer any more
     * @throws ConfigurationException if the mapping of its documents cannot be read
     * @throws IOException if it cannot be reached, or not be followed as the configuration says; the message names it
     */
    public JobSources sources(boolean mayGoOn) throws ConfigurationException, IOException {
        var existing = configuration.find(UPLOAD_MONGODB_URI);
        return new JobSources(
                this::uploads,
                this::assignments,
                this::reprocessings,
                existing.isPresent() ? Optional.of(documents(mayGoOn)) : Optional.empty());
    }

    private JobSources.MappedDocuments documents(boolean mayGoOn) throws ConfigurationException, IOException {
        var existing = new ExistingMongo(
                configuration.get(UPLOAD_MONGODB_URI),
                configuration.get(UPLOAD_MONGODB_DATABASE),
                configuration.get(UPLOAD_MONGODB_COLLECTION));
        var file = configuration.get(UPLOAD_MONGODB_MAPPING);
        var mapping = DocumentMapping.text(file);
        var query = DocumentMapping.parse(file.toString(), mapping).query();
        var partitions = configuration.get(UPLOAD_MONGODB_PARTITIONS);
        var followed = lookAt(existing, partitions, mayGoOn);
        var history = new BackFill(existing, query, partitions, configuration.find(UPLOAD_MONGODB_RATE));
        // Another collection is another back-fill; so is one that is followed from now on, else what was written since
        // it was
        // read would be missing. Where it is followed, the position knows what it is of.
        var uid = followed.isPresent() ? "back-fill" : "back-fill-of-" + existing.name();
        return new JobSources.MappedDocuments(mapping, environment -> {
            List<SingleOutputStreamOperator<RawMessage>> streams = new ArrayList<>();
            streams.add(environment
                    .fromSource(history, WatermarkStrategy.noWatermarks(), "back-fill", Exchanged.RAW_MESSAGE)
                    .uid(uid));
            followed.ifPresent(source -> streams.add(alone(environment, source, "followed documents")));
            return streams;
        });
    }

    private Optional<FollowedDocuments> lookAt(ExistingMongo existing, Partitions partitions, boolean mayGoOn)
            throws IOException {
        existing.requireLimits();
        if (mayGoOn && configuration.get(UPLOAD_MONGODB_FOLLOW) == Follow.NONE) {
            try {
                existing.requireReadable();
            } catch (IOException e) {
                LOG.warn(
                        "{} It is not needed where all of it was read; else the job fails until it can be.",
                        e.getMessage());
            }
            return Optional.empty();
        }
        existing.requireReadable();
        // A job that goes on may have divided it long ago; where it has not, it looks before it does.
        if (!mayGoOn && partitions != Partitions.SINGLE) {
            existing.requireOneTypeOfId();
        }
        return followed(existing);
    }

    private Optional<FollowedDocuments> followed(ExistingMongo existing) throws IOException {
        Optional<Following> following =
                switch (configuration.get(UPLOAD_MONGODB_FOLLOW)) {
                    case NONE -> Optional.empty();
                    case CHANGES -> Optional.of(new ChangeStream());
                    case POLLING ->
                        Optional.of(new Polling(
                                configuration.get(UPLOAD_MONGODB_POLLING_FIELD),
                                configuration.get(UPLOAD_MONGODB_POLLING_INTERVAL),
                                configuration.get(UPLOAD_MONGODB_POLLING_OVERLAP)));
                };
        return following.isEmpty()
                ? Optional.empty()
                : Optional.of(new FollowedDocuments(existing, following.get(), existing.now(following.get())));
    }

    public JobSinks sinks() {
        List<StoreSinks> stores = new ArrayList<>();
        Stores.of(configuration)
                .forEach((kind, store) -> stores.add(new StoreSinks(
                        kind,
                        store.sink(StoreDocument.JOURNEYS, refused()),
                        store.sink(StoreDocument.POLICY_DAYS, refused()),
                        store.sink(StoreDocument.POLICY_MONTHS, refused()))));
        return new JobSinks(
                stores,
                deadLetters(),
                configuration
                        .find(ARCHIVE_FOLDER)
                        .map(folder -> ArchiveFiles.sink(folder, configuration.get(ARCHIVE_ROLL_INTERVAL))),
                configuration
                        .find(ARCHIVE_FOLDER)
                        .map(folder -> ArchiveFiles.ofDocuments(folder, configuration.get(ARCHIVE_ROLL_INTERVAL))));
    }

    /**
     * Makes the stores ready, and looks whether every queue is there, or makes it.
     *
     * @throws IOException if a server cannot be reached, or a queue cannot be used; the message names it
     */
    public void prepare() throws IOException {
        for (var store : Stores.of(configuration).values()) {
            store.prepare();
        }
        List<String> queues = new ArrayList<>(configuration.get(UPLOAD_QUEUES));
        configuration.find(ASSIGNMENTS_QUEUE).ifPresent(queues::add);
        configuration.find(REPROCESS_QUEUE).ifPresent(queues::add);
        configuration.find(DEAD_LETTER_QUEUE).ifPresent(queues::add);
        if (!queues.isEmpty()) {
            RabbitMqServer.of(configuration).require(queues, declaredArguments());
        }
    }

    private List<SingleOutputStreamOperator<RawMessage>> uploads(StreamExecutionEnvironment environment) {
        List<SingleOutputStreamOperator<RawMessage>> uploads = new ArrayList<>();
        configuration.find(UPLOAD_FILES).ifPresent(path -> uploads.add(files(environment, path)));
        configuration.get(UPLOAD_QUEUES).forEach(queue -> uploads.add(queue(environment, queue)));
        return uploads;
    }

    private List<SingleOutputStreamOperator<RawMessage>> assignments(StreamExecutionEnvironment environment) {
        var file = configuration.find(ASSIGNMENTS_FILE);
        if (file.isPresent()) {
            // Where the job ends with its uploads, no change is to be waited for.
            var refresh = configuration.input() == Input.ENDS ? Duration.ZERO : configuration.get(ASSIGNMENTS_REFRESH);
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
