package org.trips.job;

import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_FILE;
import static org.trips.job.configuration.JobOptions.CHECKPOINT_INTERVAL;
import static org.trips.job.configuration.JobOptions.COMPARED_PROFILES;
import static org.trips.job.configuration.JobOptions.DEFAULT_LIMITS;
import static org.trips.job.configuration.JobOptions.FUTURE_TOLERANCE;
import static org.trips.job.configuration.JobOptions.HORIZON;
import static org.trips.job.configuration.JobOptions.MAXIMUM_PARALLELISM;
import static org.trips.job.configuration.JobOptions.PARALLELISM;
import static org.trips.job.configuration.JobOptions.PROFILES;
import static org.trips.job.configuration.JobOptions.PSEUDONYM_KEY;
import static org.trips.job.configuration.JobOptions.PSEUDONYM_KEY_VERSION;
import static org.trips.job.configuration.JobOptions.ROADS;
import static org.trips.job.configuration.JobOptions.ROAD_LIST_FILE;
import static org.trips.job.configuration.JobOptions.ROAD_LIST_REFRESH;
import static org.trips.job.configuration.JobOptions.SILENCE;
import static org.trips.job.configuration.JobOptions.UPLOAD_MAXIMUM_BYTES;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.transformations.WithBoundedness;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.Option;
import org.trips.job.operators.AssignmentDecoding;
import org.trips.job.operators.DeviceInstruction;
import org.trips.job.operators.DeviceOperator;
import org.trips.job.operators.DeviceUpload;
import org.trips.job.operators.DocumentDecoding;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.JourneyRulesFiles;
import org.trips.job.operators.NothingHeldBack;
import org.trips.job.operators.Outbox;
import org.trips.job.operators.PolicyDays;
import org.trips.job.operators.PolicyMonths;
import org.trips.job.operators.RawMessage;
import org.trips.job.operators.ReprocessingDecoding;
import org.trips.job.operators.RoadListFile;
import org.trips.job.operators.UploadDecoding;
import org.trips.job.operators.VersionedFile;
import org.trips.job.stores.Stores;
import org.trips.journeys.device.Input;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.policies.DayTotals;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyContribution;

/**
 * The job: uploads are decoded, kept by device and made into journeys; journeys are added up to policy days and months;
 * each kind of document waits in an outbox for its checkpoint and goes to the store. What cannot be used goes to the dead
 * letters. What is accepted is kept in the archive, where there is one.
 */
public final class TripPreprocessingJob {
    /** The uids of the sinks that have the names of when there was one store. */
    static final List<String> STORES = List.of("journeys-store", "policy-days-store", "policy-months-store");

    private static final List<String> OF_OLD = List.of(Stores.FILES, Stores.MONGODB);

    /** A day of those that wait until Flink gives them up, after ten minutes each. */
    private static final int CHECKPOINTS_MISSED_IN_A_BACK_FILL = 144;

    private final JobSources sources;
    private final JobSinks sinks;
    private final JobConfiguration configuration;

    public TripPreprocessingJob(JobSources sources, JobSinks sinks, JobConfiguration configuration) {
        this.sources = sources;
        this.sinks = sinks;
        this.configuration = configuration;
    }

    /** Adds the job to an environment, whose checkpoint interval it sets, and parallelism where the configuration tells it. */
    public void build(StreamExecutionEnvironment environment) {
        configuration.find(PARALLELISM).ifPresent(environment::setParallelism);
        environment.setMaxParallelism(configuration.get(MAXIMUM_PARALLELISM));
        environment.enableCheckpointing(configuration.get(CHECKPOINT_INTERVAL).toMillis());
        var input = configuration.input();
        if (input != Input.ENDLESS) {
            // Of files all journeys are found at their end in one go, of a history a few devices' at a time. A
            // checkpoint
            // that has to wait for that is no reason to begin anew; but what goes on after a history must not stand
            // still
            // for ever without a word.
            environment
                    .getCheckpointConfig()
                    .setTolerableCheckpointFailureNumber(
                            input == Input.ENDS ? Integer.MAX_VALUE : CHECKPOINTS_MISSED_IN_A_BACK_FILL);
        }
        // Whatever would need Kryo is a mistake: its state could not be read by a later version.
        environment.configure(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        environment.configure(RocksDbDefaults.where(environment.getConfiguration()));
        // No operator changes what it was given, so nothing has to be copied between chained ones.
        environment.getConfig().enableObjectReuse();

        List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();
        List<SingleOutputStreamOperator<DeviceUpload>> uploads = new ArrayList<>(decoded(
                sources.uploads().apply(environment),
                new UploadDecoding(configuration.get(UPLOAD_MAXIMUM_BYTES), configuration.get(FUTURE_TOLERANCE)),
                Exchanged.DEVICE_UPLOAD,
                deadLetters));
        sinks.archive().ifPresent(archive -> uploads.forEach(stream -> archive(stream, archive)));
        if (input == Input.BACK_FILL) {
            uploads.replaceAll(TripPreprocessingJob::holdingNothingBack);
        }
        // Its back-fill ends, and what is followed says itself when it has caught up.
        sources.documents().ifPresent(documents -> {
            var read = decoded(
                    documents.streams().apply(environment),
                    new DocumentDecoding(documents.mapping(), configuration.get(FUTURE_TOLERANCE)),
                    Exchanged.DEVICE_UPLOAD,
                    deadLetters);
            sinks.archiveOfDocuments().ifPresent(archive -> read.forEach(stream -> archive(stream, archive)));
            uploads.addAll(read);
        });
        List<SingleOutputStreamOperator<DeviceInstruction>> instructions = new ArrayList<>(decoded(
                sources.assignments().apply(environment),
                new AssignmentDecoding(configuration.get(UPLOAD_MAXIMUM_BYTES)),
                Exchanged.DEVICE_INSTRUCTION,
                deadLetters));
        instructions.addAll(decoded(
                sources.reprocessings().apply(environment),
                new ReprocessingDecoding(configuration.get(UPLOAD_MAXIMUM_BYTES)),
                Exchanged.DEVICE_INSTRUCTION,
                deadLetters));
        if (instructions.isEmpty()) {
            instructions.add(noInstructions(environment));
        }
        if (input == Input.BACK_FILL) {
            instructions.replaceAll(TripPreprocessingJob::holdingNothingBack);
        }

        var journeys = union(uploads)
                .keyBy(DeviceUpload::device, Types.STRING)
                .connect(union(instructions).keyBy(DeviceInstruction::device, Types.STRING))
                .process(
                        new DeviceOperator(
                                rulesFiles(configuration),
                                configuration
                                        .find(ROAD_LIST_FILE)
                                        .map(list -> RoadListFile.of(list, configuration.get(ROAD_LIST_REFRESH))),
                                input,
                                configuration.find(ASSIGNMENTS_FILE),
                                configuration.get(SILENCE)),
                        Exchanged.STORE_DOCUMENT)
                .uid("devices")
                .name("devices");
        deadLetters.add(journeys.getSideOutput(UploadDecoding.DEAD_LETTERS));
        var days = journeys.getSideOutput(DeviceOperator.CONTRIBUTIONS)
                .keyBy(PolicyContribution::dayId, Types.STRING)
                .process(new PolicyDays(), Exchanged.STORE_DOCUMENT)
                .uid("policy-days")
                .name("policy days");
        var months = days.getSideOutput(PolicyDays.TOTALS)
                .keyBy(DayTotals::monthId, Types.STRING)
                .process(new PolicyMonths(), Exchanged.STORE_DOCUMENT)
                .uid("policy-months")
                .name("policy months");

        store(journeys, StoreSinks::journeys, "journeys");
        store(days, StoreSinks::policyDays, "policy-days");
        store(months, StoreSinks::policyMonths, "policy-months");
        union(deadLetters).sinkTo(sinks.deadLetters()).uid("dead-letters").name("dead letters");
    }

    /** The rules that a configuration names. */
    public static JourneyRulesFiles rulesFiles(JobConfiguration configuration) {
        return new JourneyRulesFiles(
                files(configuration.get(ROADS)),
                files(configuration.get(PROFILES)),
                files(configuration.get(DEFAULT_LIMITS)),
                configuration.get(COMPARED_PROFILES).stream()
                        .map(file -> file.toAbsolutePath().toString())
                        .toList(),
                configuration.get(PSEUDONYM_KEY_VERSION),
                configuration.get(PSEUDONYM_KEY),
                configuration.get(HORIZON));
    }

    private static List<VersionedFile> files(List<Option.Version> versions) {
        return versions.stream().map(VersionedFile::of).toList();
    }

    /** Decodes each stream where it is read, so that a device's uploads are not overtaken on their way. */
    private static <T> List<SingleOutputStreamOperator<T>> decoded(
            List<SingleOutputStreamOperator<RawMessage>> messages,
            ProcessFunction<RawMessage, T> decoding,
            TypeInformation<T> type,
            List<DataStream<DeadLetter>> deadLetters) {
        List<SingleOutputStreamOperator<T>> all = new ArrayList<>();
        for (var stream : messages) {
            var source = stream.getTransformation();
            var decoded = stream.process(decoding, type)
                    .uid("decode-" + source.getUid())
                    .name("decode " + source.getName())
                    .setParallelism(source.getParallelism());
            deadLetters.add(decoded.getSideOutput(UploadDecoding.DEAD_LETTERS));
            all.add(decoded);
        }
        return all;
    }

    /** Lets nobody wait for a stream that has no end; one that has an end says itself when it is there. */
    private static <T> SingleOutputStreamOperator<T> holdingNothingBack(SingleOutputStreamOperator<T> stream) {
        var last = stream.getTransformation();
        var ends = last.getTransitivePredecessors().stream()
                .anyMatch(source ->
                        source instanceof WithBoundedness known && known.getBoundedness() == Boundedness.BOUNDED);
        return ends
                ? stream
                : stream.assignTimestampsAndWatermarks(NothingHeldBack.<T>strategy())
                        .uid("nothing-held-back-" + last.getUid())
                        .name("nothing held back of " + last.getName())
                        .setParallelism(last.getParallelism());
    }

    /** Keeps what was accepted in the task that decoded it: nothing goes over the network for the archive's sake. */
    private static void archive(SingleOutputStreamOperator<DeviceUpload> uploads, Sink<DeviceUpload> archive) {
        var decoding = uploads.getTransformation();
        uploads.sinkTo(archive)
                .uid("archive-" + decoding.getUid())
                .name("archive of " + decoding.getName())
                .setParallelism(decoding.getParallelism());
    }

    /** A stream that ends at once without giving anything: Flink has none, an empty collection fails it. */
    private static SingleOutputStreamOperator<DeviceInstruction> noInstructions(
            StreamExecutionEnvironment environment) {
        return environment
                .fromData(List.of(DeviceInstruction.of("nobody", DeviceAssignments.NONE)), Exchanged.DEVICE_INSTRUCTION)
                .uid("no-assignments")
                .filter(instruction -> false)
                .uid("no-assignments-at-all");
    }

    private void store(
            DataStream<StoreDocument> documents, Function<StoreSinks, Sink<StoreDocument>> sink, String name) {
        var outbox = documents
                .keyBy(StoreDocument::id, Types.STRING)
                .transform(name + " outbox", Exchanged.STORE_DOCUMENT, new Outbox<>(Exchanged.STORE_DOCUMENT))
                .uid(name + "-outbox");
        for (var store : sinks.stores()) {
            var own = isFirst(store) ? "" : store.kind();
            outbox.sinkTo(sink.apply(store))
                    .uid(name + "-store" + (own.isEmpty() ? "" : "-" + own))
                    .name(name + " store" + (own.isEmpty() ? "" : " " + own));
        }
    }

    /**
     * Whose operators bear the names of when there was one store, files or MongoDB. Files keep state, so they have the
     * names wherever they are.
     */
    private boolean isFirst(StoreSinks store) {
        return OF_OLD.stream()
                .flatMap(kind ->
                        sinks.stores().stream().filter(other -> other.kind().equals(kind)))
                .findFirst()
                .map(store::equals)
                .orElse(false);
    }

    private static <T> DataStream<T> union(List<? extends DataStream<T>> streams) {
        DataStream<T> union = streams.get(0);
        for (var stream : streams.subList(1, streams.size())) {
            union = union.union(stream);
        }
        return union;
    }
}
