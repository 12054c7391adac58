package org.trips.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.trips.matching.Trace;

/**
 * The points of files as whole traces. The files are read twice: first to count, then each trace goes out as soon as its
 * last point is there. So only those traces lie in memory of which more is to come: of a table sorted by trace, one.
 */
final class WholeTraces {
    private final PointsInput input;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private long points;

    /** Counts the points of each trace and notes in the input which lines cannot be used. */
    WholeTraces(PointsInput input) throws IOException {
        if (input.comesOnce()) {
            throw new BadInputException("points are read twice here, and standard input comes only once: give a file");
        }
        this.input = input;
        input.read(upload -> {
            counts.merge(upload.device(), upload.points().size(), Integer::sum);
            points += upload.points().size();
        });
        if (points == 0) {
            throw input.nothingUsable();
        }
    }

    int count() {
        return counts.size();
    }

    /** In the order in which they begin in the files. */
    Set<String> names() {
        return counts.keySet();
    }

    /** Of all traces together. */
    long points() {
        return points;
    }

    boolean has(String trace) {
        return counts.containsKey(trace);
    }

    /** Reads all traces, in the order in which they end in the files. */
    void forEach(BiConsumer<String, Trace> traces) throws IOException {
        Map<String, Trace.Builder> begun = new HashMap<>();
        Map<String, Integer> missing = new HashMap<>(counts);
        input.readAgain(upload -> {
            Trace.Builder trace =
                    begun.computeIfAbsent(upload.device(), id -> Trace.builder(counts.getOrDefault(id, 0)));
            upload.points().forEach(point -> point.addTo(trace));
            if (missing.merge(upload.device(), -upload.points().size(), Integer::sum) == 0) {
                begun.remove(upload.device());
                traces.accept(upload.device(), trace.build());
            }
        });
    }
}
