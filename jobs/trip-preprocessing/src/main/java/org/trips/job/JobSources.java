package org.trips.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.trips.job.operators.RawMessage;

/**
 * Where the job reads from: streams of messages, each with a uid of its own. A stream should keep the order of each
 * device's messages; where it does not, the journeys are the same, only dearer. Streams that end, beside others that do
 * not, are a history that is filled in: nothing is found before they have ended.
 *
 * @param uploads makes the streams of uploads, such as one for each queue; may be none where there are documents
 * @param assignments makes the streams of policy assignments, one device in each message; may be none
 * @param reprocessings makes the streams of spans to be computed again; may be none
 * @param documents of an existing database, where there is one
 */
public record JobSources(
        Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> uploads,
        Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> assignments,
        Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> reprocessings,
        Optional<MappedDocuments> documents) {
    /**
     * Documents, whose messages are their BSON.
     *
     * @param mapping tells where all is in them, as its file stands
     * @param streams makes the streams of documents
     */
    public record MappedDocuments(
            String mapping,
            Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> streams) {}

    /** Without an existing database. */
    public JobSources(
            Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> uploads,
            Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> assignments,
            Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> reprocessings) {
        this(uploads, assignments, reprocessings, Optional.empty());
    }
}
