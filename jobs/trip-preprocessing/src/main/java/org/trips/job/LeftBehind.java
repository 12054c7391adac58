package org.trips.job;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.OperatorID;

/**
 * What a checkpoint holds for which a job has no operator: Flink finds state by an operator's uid, and the uids of what reads and
 * archives a queue hold the queue's name.
 *
 * @param operators how many there are of them
 * @param unfinishedFiles how many files they were writing; without an operator that goes on these never have their name
 */
record LeftBehind(int operators, int unfinishedFiles) {
    /** Where Flink keeps what the writer of a sink remembers; that of a file sink, one entry for each open file. */
    private static final String OF_WRITERS = "writer_raw_states";

    /**
     * Compares a job with a checkpoint.
     *
     * @param checkpoint its folder
     * @throws IOException if it cannot be read
     */
    static LeftBehind by(JobGraph job, Path checkpoint) throws IOException {
        var known = operators(job);
        List<OperatorState> left;
        var metadata = checkpoint.resolve("_metadata");
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
            left = Checkpoints.loadCheckpointMetadata(in, LeftBehind.class.getClassLoader(), metadata.toString())
                    .getOperatorStates()
                    .stream()
                    .filter(state -> !known.contains(state.getOperatorID()))
                    .filter(state -> state.getStates().stream().anyMatch(OperatorSubtaskState::hasState))
                    .toList();
        }
        return new LeftBehind(
                left.size(), left.stream().mapToInt(LeftBehind::openFiles).sum());
    }

    private static Set<OperatorID> operators(JobGraph job) {
        Set<OperatorID> operators = new HashSet<>();
        for (var vertex : job.getVertices()) {
            for (var operator : vertex.getOperatorIDs()) {
                operators.add(operator.getGeneratedOperatorID());
                operator.getUserDefinedOperatorID().ifPresent(operators::add);
            }
        }
        return operators;
    }

    private static int openFiles(OperatorState state) {
        return state.getStates().stream()
                .flatMap(subtask -> subtask.getManagedOperatorState().stream())
                .map(handle -> handle.getStateNameToPartitionOffsets().get(OF_WRITERS))
                .mapToInt(entries -> entries == null ? 0 : entries.getOffsets().length)
                .sum();
    }
}
