package org.trips.job.operators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.RoadList;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadNetwork;

/**
 * The roads that a list names while the job runs. A changed list is taken as a whole, when every file in it can be used, or
 * not at all: then the one before goes on, and the files are looked at again and again. What is in force is remembered
 * over restarts. Not thread-safe.
 */
final class RoadsInForce {
    private static final Logger LOG = LoggerFactory.getLogger(RoadsInForce.class);
    private static final long NOTHING_READ = Long.MIN_VALUE;

    private final Path list;

    /** One row for each file in force: when the list was last changed, then path, time and version. */
    private final ListState<Tuple4<Long, String, String, String>> state;

    private List<VersionedFile> files = List.of();
    private long modifiedMillis = NOTHING_READ;
    private String content = "";
    private String refusal = "";
    private volatile boolean unusable;

    RoadsInForce(Path list, OperatorStateStore store) throws Exception {
        this.list = list;
        state = store.getUnionListState(
                new ListStateDescriptor<>("roads", Types.TUPLE(Types.LONG, Types.STRING, Types.STRING, Types.STRING)));
    }

    void register(MetricGroup metrics) {
        metrics.gauge("roadListUnusable", (Gauge<Integer>) () -> unusable ? 1 : 0);
    }

    /**
     * The roads to begin with.
     *
     * @param goesOn whether the job goes on from a checkpoint: then a list that cannot be used does not keep it from that
     * @throws IOException naming the file that cannot be used and why
     */
    Versions<RoadNetwork> atStart(boolean goesOn) throws Exception {
        try {
            return read(Files.readString(list));
        } catch (IOException e) {
            if (!goesOn || !remember()) {
                throw e;
            }
            refuse(e);
            return Versions.from(JourneyRulesFiles.openRoads(files));
        }
    }

    /** The roads as the list now has them, where it has changed and can be used. */
    Optional<Versions<RoadNetwork>> ifChanged() {
        try {
            // The time of a change tells not enough: two may come within one tick of a file system's clock.
            var text = Files.readString(list);
            if (text.equals(content)) {
                usable();
                return Optional.empty();
            }
            var roads = read(text);
            LOG.info("Other roads are in force by {}: {}", list, files);
            return Optional.of(roads);
        } catch (IOException e) {
            refuse(e);
            return Optional.empty();
        }
    }

    void snapshot() throws Exception {
        List<Tuple4<Long, String, String, String>> rows = new ArrayList<>();
        for (var file : files) {
            rows.add(Tuple4.of(modifiedMillis, file.path(), file.from().toString(), file.version()));
        }
        state.update(rows);
    }

    private Versions<RoadNetwork> read(String text) throws IOException {
        var modified = Files.getLastModifiedTime(list).toMillis();
        var listed = listed();
        var roads = JourneyRulesFiles.openRoads(listed);
        files = listed.stream()
                .map(file -> new VersionedFile(
                        file.path(), file.from(), roads.get(file.from()).version()))
                .toList();
        modifiedMillis = modified;
        content = text;
        usable();
        return Versions.from(roads);
    }

    private List<VersionedFile> listed() throws IOException {
        try {
            return RoadList.read(list).stream().map(VersionedFile::of).toList();
        } catch (ConfigurationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Takes what the subtask that had read the latest list remembered; false where none remembers any. */
    private boolean remember() throws Exception {
        var latest = new TreeSet<VersionedFile>((one, other) -> one.from().compareTo(other.from()));
        for (var row : state.get()) {
            if (row.f0 > modifiedMillis) {
                modifiedMillis = row.f0;
                latest.clear();
            }
            if (row.f0 == modifiedMillis) {
                latest.add(new VersionedFile(row.f1, Instant.parse(row.f2), row.f3));
            }
        }
        files = List.copyOf(latest);
        return !files.isEmpty();
    }

    private void usable() {
        unusable = false;
        refusal = "";
    }

    private void refuse(IOException e) {
        unusable = true;
        if (e.getMessage().equals(refusal)) {
            return;
        }
        refusal = e.getMessage();
        LOG.error("The list of road files cannot be used, the roads before stay in force: {}", e.getMessage());
    }
}
