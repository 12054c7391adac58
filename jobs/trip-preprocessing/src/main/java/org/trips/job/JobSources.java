package org.trips.job;

import java.util.List;
import java.util.function.Function;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.trips.job.operators.RawMessage;

/**
 * Where the job reads from: streams of messages, each with a uid of its own. A stream should keep the order of each
 * device's messages; where it does not, the journeys are the same, only dearer.
 *
 * @param uploads makes the streams of uploads, one for each queue; at least one
 * @param assignments makes the streams of policy assignments, one device in each message; may be none
 * @param reprocessings makes the streams of spans to be computed again; may be none
 */
public record JobSources(
        Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> uploads,
        Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> assignments,
        Function<StreamExecutionEnvironment, List<SingleOutputStreamOperator<RawMessage>>> reprocessings) {}
