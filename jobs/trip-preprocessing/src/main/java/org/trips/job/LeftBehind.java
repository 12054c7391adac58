package org.trips.job;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.shaded.guava31.com.google.common.hash.Hashing;

/**
 * What a checkpoint holds for which a job has no operator: Flink finds state by an operator's uid, and the uids of what reads and
 * archives a queue hold the queue's name.
 *
 * @param operators how many there are of them
 * @param keyed the ids of those that hold state by key: devices, policy days and months, and what waits for the store. No
 *     configuration takes these away, so another version must have called them otherwise
 * @param withoutState the operators of the job that the checkpoint does not know, named with those of the same task
 * @param unfinishedFiles how many files of an archive they were writing; without an operator that goes on these never have
 *     their name. Those of a store of files that is to go are none: nobody goes on with it
 */
record LeftBehind(int operators, List<OperatorID> keyed, List<String> withoutState, int unfinishedFiles) {
    private static final Set<OperatorID> OF_STORES =
            TripPreprocessingJob.STORES.stream().map(LeftBehind::id).collect(Collectors.toSet());

    /** Where Flink keeps what the writer of a sink remembers; that of a file sink, one entry for each open file. */
    private static final String OF_WRITERS = "writer_raw_states";

    /**
     * Compares a job with a checkpoint.
     *
     * @param checkpoint its folder
     * @throws IOException if it cannot be read
     */
    static LeftBehind by(JobGraph job, Path checkpoint) throws IOException {
        var metadata = checkpoint.resolve("_metadata");
        Collection<OperatorState> held;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
            held = Checkpoints.loadCheckpointMetadata(in, LeftBehind.class.getClassLoader(), metadata.toString())
                    .getOperatorStates();
        }
        Set<OperatorID> inJob = new HashSet<>();
        for (var vertex : job.getVertices()) {
            vertex.getOperatorIDs().forEach(operator -> inJob.addAll(ids(operator)));
        }
        var left = held.stream()
                .filter(state -> !inJob.contains(state.getOperatorID()))
                .filter(state -> state.getStates().stream().anyMatch(OperatorSubtaskState::hasState))
                .toList();
        var inCheckpoint = held.stream().map(OperatorState::getOperatorID).collect(Collectors.toSet());
        return new LeftBehind(
                left.size(),
                left.stream()
                        .filter(LeftBehind::isKeyed)
                        .map(OperatorState::getOperatorID)
                        .toList(),
                StreamSupport.stream(job.getVertices().spliterator(), false)
                        .filter(vertex -> vertex.getOperatorIDs().stream()
                                .anyMatch(operator -> Collections.disjoint(ids(operator), inCheckpoint)))
                        .map(JobVertex::getName)
                        .toList(),
                left.stream()
                        .filter(state -> !OF_STORES.contains(state.getOperatorID()))
                        .mapToInt(LeftBehind::openFiles)
                        .sum());
    }

    /** By which Flink finds the state of an operator with this uid: StreamGraphHasherV2. */
    private static OperatorID id(String uid) {
        return new OperatorID(Hashing.murmur3_128(0)
                .newHasher()
                .putString(uid, StandardCharsets.UTF_8)
                .hash()
                .asBytes());
    }

    /** Those under which Flink looks for its state. */
    private static Set<OperatorID> ids(OperatorIDPair operator) {
        return Stream.concat(Stream.of(operator.getGeneratedOperatorID()), operator.getUserDefinedOperatorID().stream())
                .collect(Collectors.toSet());
    }

    private static boolean isKeyed(OperatorState state) {
        return state.getStates().stream()
                .anyMatch(subtask -> subtask.getManagedKeyedState().hasState()
                        || subtask.getRawKeyedState().hasState());
    }

    private static int openFiles(OperatorState state) {
        return state.getStates().stream()
                .flatMap(subtask -> subtask.getManagedOperatorState().stream())
                .map(handle -> handle.getStateNameToPartitionOffsets().get(OF_WRITERS))
                .mapToInt(entries -> entries == null ? 0 : entries.getOffsets().length)
                .sum();
    }
}
